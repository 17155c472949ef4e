import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The indexes of texts over all organizations, which others have replaced. Waits for transactions that have looked at these tables, and keeps nobody else
 * waiting meanwhile, which is not possible within a transaction. One that was cut off can be begun again.
 */
export class FormerTextIndexes1763755200000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS token_requests_search_idx');
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS token_grants_search_idx');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX token_requests_search_idx ON token_requests USING gin (search_text gin_trgm_ops)');
    await runner.query(
      'CREATE INDEX token_grants_search_idx ON token_grants USING gin (search_text gin_trgm_ops) WHERE ended_at IS NULL',
    );
  }
}
