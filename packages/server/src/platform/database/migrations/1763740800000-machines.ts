import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Apps in full, webhooks, and the doors that resource servers and proxies use. */
export class Machines1763740800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tokens
        DROP CONSTRAINT token_last_used_door_check,
        ADD CONSTRAINT token_last_used_door_check
          CHECK (last_used_door IN ('GIT', 'REST', 'GRAPHQL', 'GATE', 'INTROSPECTION')) NOT VALID;
      ALTER TABLE tokens VALIDATE CONSTRAINT token_last_used_door_check;
      CREATE INDEX tokens_installation_id_idx ON tokens (installation_id) WHERE installation_id IS NOT NULL;
      -- A token that is deleted looks for its grants.
      CREATE INDEX token_grants_token_id_idx ON token_grants (token_id);

      ALTER TABLE apps ADD is_public boolean DEFAULT false NOT NULL;
      CREATE TABLE app_permissions (
        app_id bigint NOT NULL,
        key text NOT NULL,
        level text NOT NULL,
        CONSTRAINT app_permissions_pkey PRIMARY KEY (app_id, key),
        CONSTRAINT app_permissions_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps (id) ON DELETE CASCADE,
        CONSTRAINT app_permission_level_check CHECK (level IN ('read', 'write', 'admin'))
      );
      -- What an App asked for was what it was given.
      INSERT INTO app_permissions (app_id, key, level)
        SELECT installation.app_id, permission.key,
               (ARRAY['read', 'write', 'admin'])[max(array_position(ARRAY['read', 'write', 'admin'], permission.level))]
          FROM app_installations installation JOIN app_installation_permissions permission ON permission.installation_id = installation.id
         GROUP BY installation.app_id, permission.key;
      CREATE TABLE app_client_secrets (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        app_id bigint NOT NULL,
        secret_hash bytea NOT NULL,
        last_eight text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT app_client_secrets_pkey PRIMARY KEY (id),
        CONSTRAINT app_client_secrets_secret_hash_key UNIQUE (secret_hash),
        CONSTRAINT app_client_secrets_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps (id) ON DELETE CASCADE
      );
      CREATE INDEX app_client_secrets_app_id_idx ON app_client_secrets (app_id);

      ALTER TABLE app_installations
        ADD repository_selection text DEFAULT 'ALL' NOT NULL,
        ADD CONSTRAINT app_installation_repository_selection_check CHECK (repository_selection IN ('ALL', 'SUBSET')),
        ADD suspended_by_user_id bigint,
        ADD CONSTRAINT app_installations_suspended_by_user_id_fkey FOREIGN KEY (suspended_by_user_id) REFERENCES users (id);
      CREATE TABLE app_installation_repositories (
        installation_id bigint NOT NULL,
        repository_id bigint NOT NULL,
        CONSTRAINT app_installation_repositories_pkey PRIMARY KEY (installation_id, repository_id),
        CONSTRAINT app_installation_repositories_installation_id_fkey
          FOREIGN KEY (installation_id) REFERENCES app_installations (id) ON DELETE CASCADE,
        CONSTRAINT app_installation_repositories_repository_id_fkey
          FOREIGN KEY (repository_id) REFERENCES repositories (id) ON DELETE CASCADE
      );
      CREATE INDEX app_installation_repositories_repository_id_idx ON app_installation_repositories (repository_id);

      CREATE TABLE webhooks (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        organization_id bigint,
        app_id bigint,
        url text NOT NULL,
        secret bytea,
        is_active boolean DEFAULT true NOT NULL,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT webhooks_pkey PRIMARY KEY (id),
        CONSTRAINT webhooks_app_id_key UNIQUE (app_id),
        CONSTRAINT webhooks_owner_check CHECK (num_nonnulls(organization_id, app_id) = 1),
        CONSTRAINT webhooks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id),
        CONSTRAINT webhooks_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps (id) ON DELETE CASCADE
      );
      CREATE INDEX webhooks_organization_id_idx ON webhooks (organization_id);

      CREATE TABLE webhook_deliveries (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        webhook_id bigint NOT NULL,
        guid uuid NOT NULL,
        event text NOT NULL,
        action text,
        request_id bigint,
        installation_id bigint,
        sender_user_id bigint,
        sender_app_id bigint,
        payload text,
        state text DEFAULT 'PENDING' NOT NULL,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
        CONSTRAINT webhook_deliveries_guid_key UNIQUE (guid),
        CONSTRAINT webhook_delivery_state_check CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
        CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
        CONSTRAINT webhook_deliveries_request_id_fkey FOREIGN KEY (request_id) REFERENCES token_requests (id),
        CONSTRAINT webhook_deliveries_installation_id_fkey
          FOREIGN KEY (installation_id) REFERENCES app_installations (id) ON DELETE SET NULL,
        CONSTRAINT webhook_deliveries_sender_user_id_fkey FOREIGN KEY (sender_user_id) REFERENCES users (id),
        CONSTRAINT webhook_deliveries_sender_app_id_fkey FOREIGN KEY (sender_app_id) REFERENCES apps (id)
      );
      CREATE INDEX webhook_deliveries_webhook_id_created_at_id_idx ON webhook_deliveries (webhook_id, created_at, id);
      CREATE INDEX webhook_deliveries_created_at_idx ON webhook_deliveries (created_at);
      CREATE INDEX webhook_deliveries_request_id_idx ON webhook_deliveries (request_id) WHERE request_id IS NOT NULL;
      CREATE INDEX webhook_deliveries_installation_id_idx ON webhook_deliveries (installation_id) WHERE installation_id IS NOT NULL;

      CREATE TABLE webhook_attempts (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        delivery_id bigint NOT NULL,
        is_redelivery boolean DEFAULT false NOT NULL,
        started_at timestamptz(3) NOT NULL,
        duration_ms integer NOT NULL,
        request_headers jsonb NOT NULL,
        status_code integer,
        response_headers jsonb,
        response_body text,
        problem text,
        CONSTRAINT webhook_attempts_pkey PRIMARY KEY (id),
        CONSTRAINT webhook_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries (id) ON DELETE CASCADE
      );
      CREATE INDEX webhook_attempts_delivery_id_idx ON webhook_attempts (delivery_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_attempts, webhook_deliveries, webhooks, app_installation_repositories, app_client_secrets, app_permissions;
      ALTER TABLE app_installations DROP repository_selection, DROP suspended_by_user_id;
      ALTER TABLE apps DROP is_public;
      DROP INDEX tokens_installation_id_idx, token_grants_token_id_idx;
      UPDATE tokens SET last_used_door = NULL WHERE last_used_door IN ('GATE', 'INTROSPECTION');
      ALTER TABLE tokens
        DROP CONSTRAINT token_last_used_door_check,
        ADD CONSTRAINT token_last_used_door_check CHECK (last_used_door IN ('GIT', 'REST', 'GRAPHQL'));`);
  }
}
