import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a change of policy looks for: the organizations of an enterprise, the enterprises of a person, and the changes of a policy in a long log. */
export class PolicyLookups1763715600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX organizations_enterprise_id_login_idx ON organizations (enterprise_id, login);
      CREATE INDEX enterprise_owners_user_id_idx ON enterprise_owners (user_id);
      CREATE INDEX audit_entries_policy_idx ON audit_entries (organization_id, enterprise_id) WHERE details -> 'version' IS NOT NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_entries_policy_idx;
      DROP INDEX enterprise_owners_user_id_idx;
      DROP INDEX organizations_enterprise_id_login_idx;`);
  }
}
