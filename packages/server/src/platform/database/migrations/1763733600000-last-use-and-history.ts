import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where tokens were used last, the lists of what is decided, and the chains of the audit log. */
export class LastUseAndHistory1763733600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tokens
        ADD last_used_door text,
        ADD CONSTRAINT token_last_used_door_check CHECK (last_used_door IN ('GIT', 'REST', 'GRAPHQL'));
      CREATE INDEX tokens_idle_idx ON tokens (issued_at)
        WHERE kind IN ('FINE_GRAINED', 'CLASSIC', 'OAUTH') AND revoked_at IS NULL AND deleted_at IS NULL;

      ALTER TABLE token_grants
        DROP CONSTRAINT token_grant_end_cause_check,
        ADD CONSTRAINT token_grant_end_cause_check
          CHECK (end_cause IN ('REVOKED', 'REPLACED', 'TOKEN_DELETED', 'TOKEN_REVOKED', 'MEMBER_REMOVED')) NOT VALID;
      ALTER TABLE token_grants VALIDATE CONSTRAINT token_grant_end_cause_check;

      CREATE INDEX token_requests_history_idx ON token_requests (organization_id, decided_at, id) WHERE decided_at IS NOT NULL;
      CREATE INDEX token_requests_list_idx ON token_requests (organization_id, created_at, id);

      CREATE TABLE audit_chains (
        log text NOT NULL,
        seal_number bigint NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT audit_chains_pkey PRIMARY KEY (log)
      );
      CREATE UNIQUE INDEX audit_entries_organization_seal_idx ON audit_entries (organization_id, seal_number)
        WHERE organization_id IS NOT NULL AND seal_number IS NOT NULL;
      CREATE UNIQUE INDEX audit_entries_enterprise_seal_idx ON audit_entries (enterprise_id, seal_number)
        WHERE enterprise_id IS NOT NULL AND seal_number IS NOT NULL;
      CREATE UNIQUE INDEX audit_entries_user_seal_idx ON audit_entries (user_id, seal_number)
        WHERE user_id IS NOT NULL AND seal_number IS NOT NULL;
      -- Of a database that had this before, and went back.
      INSERT INTO audit_chains (log, seal_number, hash)
        SELECT DISTINCT ON (log) log, seal_number, hash
          FROM (SELECT CASE WHEN organization_id IS NOT NULL THEN 'organization ' || organization_id
                            WHEN enterprise_id IS NOT NULL THEN 'enterprise ' || enterprise_id
                            ELSE 'user ' || user_id END AS log, seal_number, hash
                  FROM audit_entries WHERE seal_number IS NOT NULL) AS sealed
         ORDER BY log, seal_number DESC;

      -- AU-3: the trigger of each row does not hear of TRUNCATE.
      CREATE FUNCTION refuse_truncation_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'The audit log is not emptied' USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER audit_entries_kept BEFORE TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncation_of_audit_log();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER audit_entries_kept ON audit_entries;
      DROP FUNCTION refuse_truncation_of_audit_log;
      DROP INDEX audit_entries_organization_seal_idx, audit_entries_enterprise_seal_idx, audit_entries_user_seal_idx;
      DROP TABLE audit_chains;
      DROP INDEX token_requests_history_idx, token_requests_list_idx;
      UPDATE token_grants SET end_cause = 'TOKEN_DELETED' WHERE end_cause = 'TOKEN_REVOKED';
      ALTER TABLE token_grants
        DROP CONSTRAINT token_grant_end_cause_check,
        ADD CONSTRAINT token_grant_end_cause_check CHECK (end_cause IN ('REVOKED', 'REPLACED', 'TOKEN_DELETED', 'MEMBER_REMOVED'));
      DROP INDEX tokens_idle_idx;
      ALTER TABLE tokens DROP last_used_door;`);
  }
}
