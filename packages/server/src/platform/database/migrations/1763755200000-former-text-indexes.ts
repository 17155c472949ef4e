import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The indexes of texts over all organizations, which others have replaced. By itself: it waits for those who read, and so may hold no lock meanwhile. */
export class FormerTextIndexes1763755200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX token_requests_search_idx, token_grants_search_idx');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX token_requests_search_idx ON token_requests USING gin (search_text gin_trgm_ops);
      CREATE INDEX token_grants_search_idx ON token_grants USING gin (search_text gin_trgm_ops) WHERE ended_at IS NULL;`);
  }
}
