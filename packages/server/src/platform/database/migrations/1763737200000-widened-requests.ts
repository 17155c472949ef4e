import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request for all repositories remembers that fewer were granted. */
export class WidenedRequests1763737200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE token_requests ADD repositories_widened boolean NOT NULL DEFAULT false;
      UPDATE token_requests request SET repositories_widened = true
        FROM token_grants previous
        WHERE previous.id = request.previous_grant_id
          AND request.repository_selection = 'ALL' AND previous.repository_selection <> 'ALL';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE token_requests DROP repositories_widened;');
  }
}
