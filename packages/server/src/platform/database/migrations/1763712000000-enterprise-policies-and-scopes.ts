import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What enterprises demand of tokens, the scopes of classic tokens, and the list of an enterprise's audit log. */
export class EnterprisePoliciesAndScopes1763712000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enterprises
        ADD opted_in_at timestamptz(3),
        ADD fine_grained_access text NOT NULL DEFAULT 'NO_POLICY',
        ADD classic_access text NOT NULL DEFAULT 'NO_POLICY',
        ADD approval text NOT NULL DEFAULT 'NO_POLICY',
        ADD fine_grained_max_days integer,
        ADD classic_max_days integer,
        ADD exempt_administrators boolean NOT NULL DEFAULT false,
        ADD policy_version integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT enterprise_fine_grained_access_check CHECK (fine_grained_access IN ('ENABLED', 'DISABLED', 'NO_POLICY')),
        ADD CONSTRAINT enterprise_classic_access_check CHECK (classic_access IN ('ENABLED', 'DISABLED', 'NO_POLICY')),
        ADD CONSTRAINT enterprise_approval_check CHECK (approval IN ('ENABLED', 'DISABLED', 'NO_POLICY')),
        ADD CONSTRAINT enterprises_max_days_check CHECK (fine_grained_max_days BETWEEN 1 AND 366 AND classic_max_days BETWEEN 1 AND 366);
      ALTER TABLE tokens
        ADD scopes text[] NOT NULL DEFAULT '{}',
        ADD CONSTRAINT tokens_scopes_check CHECK (kind IN ('CLASSIC', 'OAUTH') OR scopes = '{}');
      CREATE INDEX audit_entries_enterprise_idx ON audit_entries (enterprise_id, at, id) WHERE enterprise_id IS NOT NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_entries_enterprise_idx;
      ALTER TABLE tokens DROP scopes;
      ALTER TABLE enterprises DROP opted_in_at, DROP fine_grained_access, DROP classic_access, DROP approval, DROP fine_grained_max_days,
        DROP classic_max_days, DROP exempt_administrators, DROP policy_version;`);
  }
}
