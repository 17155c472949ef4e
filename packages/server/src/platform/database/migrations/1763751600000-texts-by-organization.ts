import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Texts are looked for within one organization, and mostly among the requests that wait: so the indexes know both, and nobody reads through what
 * others have. Who would write is held back while they are made; nobody who reads.
 */
export class TextsByOrganization1763751600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The organization of requests under an expression: what asks by that is answered by these and by no other index, whatever the planner guesses.
    // What such an index puts off is made up for by whoever fills its list, within their transaction: little and often, not seconds of it at a time.
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gin;
      CREATE INDEX token_requests_waiting_text_idx ON token_requests USING gin ((organization_id + 0), search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 128) WHERE status = 'PENDING';
      CREATE INDEX token_requests_decided_text_idx ON token_requests USING gin ((organization_id + 0), search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 128) WHERE status <> 'PENDING';
      -- One page of it that was written since it was swept is one that an index cannot answer for: ten thousand of them in a count.
      ALTER TABLE token_request_moments SET (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_threshold = 500);
      -- What there is of the expression is known by this alone.
      ANALYZE token_requests;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The extension stays, as others may use it.
    await runner.query(`
      ALTER TABLE token_request_moments SET (autovacuum_vacuum_scale_factor = 0.01);
      ALTER TABLE token_request_moments RESET (autovacuum_vacuum_threshold);
      DROP INDEX token_requests_decided_text_idx, token_requests_waiting_text_idx;`);
  }
}
