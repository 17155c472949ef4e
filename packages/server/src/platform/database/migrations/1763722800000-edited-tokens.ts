import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request for more than is granted remembers the grant that stood then, and what it leaves out of it. */
export class EditedTokens1763722800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE token_requests
        ADD previous_grant_id bigint,
        ADD permissions_dropped jsonb NOT NULL DEFAULT '{}',
        ADD CONSTRAINT token_requests_previous_grant_id_fkey FOREIGN KEY (previous_grant_id) REFERENCES token_grants(id) NOT VALID;
      ALTER TABLE token_requests VALIDATE CONSTRAINT token_requests_previous_grant_id_fkey;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE token_requests DROP previous_grant_id, DROP permissions_dropped;');
  }
}
