import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same for grants. By itself: some write requests before grants and some after, and who waits for one of them must hold nothing of the other. */
export class GrantsByOrganization1763753400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX token_grants_text_idx ON token_grants USING gin (organization_id, search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 128) WHERE ended_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX token_grants_text_idx');
  }
}
