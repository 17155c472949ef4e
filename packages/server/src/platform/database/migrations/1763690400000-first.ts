import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of people, organizations, repositories, tokens, requests, grants, Apps, and the audit log. */
export class First1763690400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(BEYOND_ENTITIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE sign_in_attempts, ${NAMES.join(', ')} CASCADE; DROP FUNCTION refuse_change_of_sealed_entry`,
    );
  }
}

/** What the entities cannot say: text search, names that ignore case, the throttle's table, and the seal. */
const BEYOND_ENTITIES = String.raw`
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE UNIQUE INDEX repositories_owner_user_name_idx ON repositories (owner_user_id, lower(name));
CREATE UNIQUE INDEX repositories_owner_organization_name_idx ON repositories (owner_organization_id, lower(name));
CREATE INDEX token_requests_search_idx ON token_requests USING gin (search_text gin_trgm_ops);
CREATE INDEX token_grants_search_idx ON token_grants USING gin (search_text gin_trgm_ops) WHERE ended_at IS NULL;

CREATE TABLE sign_in_attempts (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);

-- AU-3: the sealer may fill in an entry's seal once; after that nothing changes it and nothing removes it.
CREATE FUNCTION refuse_change_of_sealed_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Audit entry % is sealed', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_entries_sealed BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW WHEN (OLD.seal_number IS NOT NULL) EXECUTE FUNCTION refuse_change_of_sealed_entry();
`;

const TABLES = String.raw`
CREATE TABLE logins (
  login text NOT NULL,
  CONSTRAINT logins_login_check CHECK (login ~ '^[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?$'),
  CONSTRAINT logins_pkey PRIMARY KEY (login)
);
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  login text NOT NULL,
  name text,
  email text NOT NULL,
  email_verified_at timestamptz(3),
  password_hash text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  suspended_at timestamptz(3),
  is_demonstration boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT users_login_key UNIQUE (login),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);
CREATE TABLE enterprises (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT enterprises_slug_key UNIQUE (slug),
  CONSTRAINT enterprises_pkey PRIMARY KEY (id)
);
CREATE TABLE enterprise_owners (
  enterprise_id bigint NOT NULL,
  user_id bigint NOT NULL,
  CONSTRAINT enterprise_owners_pkey PRIMARY KEY (enterprise_id, user_id)
);
CREATE TABLE organizations (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  login text NOT NULL,
  name text,
  enterprise_id bigint,
  base_permission text NOT NULL DEFAULT 'READ',
  created_at timestamptz(3) NOT NULL,
  opted_in_at timestamptz(3),
  fine_grained_access text NOT NULL DEFAULT 'ALLOWED',
  classic_access text NOT NULL DEFAULT 'ALLOWED',
  approval text NOT NULL DEFAULT 'REQUIRED',
  fine_grained_max_days integer DEFAULT 366,
  classic_max_days integer,
  policy_version integer NOT NULL DEFAULT 1,
  CONSTRAINT organizations_login_key UNIQUE (login),
  CONSTRAINT organization_base_permission_check CHECK (base_permission IN ('NONE', 'READ', 'WRITE', 'ADMIN')),
  CONSTRAINT organization_fine_grained_access_check CHECK (fine_grained_access IN ('ALLOWED', 'RESTRICTED')),
  CONSTRAINT organization_classic_access_check CHECK (classic_access IN ('ALLOWED', 'RESTRICTED')),
  CONSTRAINT organization_approval_check CHECK (approval IN ('REQUIRED', 'NOT_REQUIRED')),
  CONSTRAINT organizations_max_days_check CHECK (fine_grained_max_days BETWEEN 1 AND 366 AND classic_max_days BETWEEN 1 AND 366),
  CONSTRAINT organizations_pkey PRIMARY KEY (id)
);
CREATE TABLE apps (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  client_id text NOT NULL,
  description text,
  owner_user_id bigint,
  owner_organization_id bigint,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT apps_slug_key UNIQUE (slug),
  CONSTRAINT apps_client_id_key UNIQUE (client_id),
  CONSTRAINT apps_owner_check CHECK (num_nonnulls(owner_user_id, owner_organization_id) = 1),
  CONSTRAINT apps_pkey PRIMARY KEY (id)
);
CREATE TABLE app_keys (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  app_id bigint NOT NULL,
  public_key text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT app_keys_pkey PRIMARY KEY (id)
);
CREATE TABLE app_installations (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  app_id bigint NOT NULL,
  organization_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  suspended_at timestamptz(3),
  CONSTRAINT app_installations_app_id_organization_id_key UNIQUE (app_id, organization_id),
  CONSTRAINT app_installations_pkey PRIMARY KEY (id)
);
CREATE TABLE app_installation_permissions (
  installation_id bigint NOT NULL,
  key text NOT NULL,
  level text NOT NULL,
  CONSTRAINT app_installation_permission_level_check CHECK (level IN ('read', 'write', 'admin')),
  CONSTRAINT app_installation_permissions_pkey PRIMARY KEY (installation_id, key)
);
CREATE TABLE audit_entries (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  organization_id bigint,
  enterprise_id bigint,
  user_id bigint,
  action text NOT NULL,
  actor_user_id bigint,
  actor_app_id bigint,
  actor_login text,
  credential_kind text,
  credential_id bigint,
  subject_type text,
  subject_id bigint,
  subject text,
  at timestamptz(3) NOT NULL,
  ip text,
  request_id text,
  details jsonb NOT NULL,
  seal_number bigint,
  previous_hash bytea,
  hash bytea,
  CONSTRAINT audit_entries_log_check CHECK (num_nonnulls(organization_id, enterprise_id, user_id) = 1),
  CONSTRAINT audit_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entries_unsealed_idx ON audit_entries (id) WHERE seal_number IS NULL;
CREATE INDEX audit_entries_user_idx ON audit_entries (user_id, at, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_entries_organization_idx ON audit_entries (organization_id, at, id) WHERE organization_id IS NOT NULL;
CREATE TABLE memberships (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  organization_id bigint NOT NULL,
  user_id bigint NOT NULL,
  role text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id),
  CONSTRAINT membership_role_check CHECK (role IN ('OWNER', 'MEMBER')),
  CONSTRAINT memberships_pkey PRIMARY KEY (id)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);
CREATE TABLE repositories (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  owner_user_id bigint,
  owner_organization_id bigint,
  name text NOT NULL,
  description text,
  visibility text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT repository_visibility_check CHECK (visibility IN ('PUBLIC', 'PRIVATE')),
  CONSTRAINT repositories_name_check CHECK (name ~ '^[A-Za-z0-9._-]{1,100}$' AND name NOT IN ('.', '..') AND name !~* '\.git$'),
  CONSTRAINT repositories_owner_check CHECK (num_nonnulls(owner_user_id, owner_organization_id) = 1),
  CONSTRAINT repositories_pkey PRIMARY KEY (id)
);
CREATE TABLE repository_accesses (
  repository_id bigint NOT NULL,
  user_id bigint NOT NULL,
  level text NOT NULL,
  CONSTRAINT repository_access_level_check CHECK (level IN ('READ', 'WRITE', 'ADMIN')),
  CONSTRAINT repository_accesses_pkey PRIMARY KEY (repository_id, user_id)
);
CREATE INDEX repository_accesses_user_id_idx ON repository_accesses (user_id);
CREATE TABLE tokens (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  kind text NOT NULL,
  user_id bigint,
  installation_id bigint,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  secret_hash bytea NOT NULL,
  last_eight text NOT NULL,
  organization_id bigint,
  repository_selection text NOT NULL DEFAULT 'NONE',
  created_at timestamptz(3) NOT NULL,
  issued_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  deleted_at timestamptz(3),
  CONSTRAINT tokens_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT token_kind_check CHECK (kind IN ('FINE_GRAINED', 'CLASSIC', 'OAUTH', 'APP_USER', 'APP_INSTALLATION', 'APP_REFRESH')),
  CONSTRAINT token_repository_selection_check CHECK (repository_selection IN ('NONE', 'ALL', 'SUBSET')),
  CONSTRAINT tokens_expiry_check CHECK (expires_at > issued_at),
  CONSTRAINT tokens_holder_check CHECK (num_nonnulls(user_id, installation_id) = 1),
  CONSTRAINT tokens_pkey PRIMARY KEY (id)
);
CREATE INDEX tokens_user_id_created_at_id_idx ON tokens (user_id, created_at, id);
CREATE UNIQUE INDEX tokens_user_id_name_idx ON tokens (user_id, name) WHERE deleted_at IS NULL;
CREATE TABLE token_permissions (
  token_id bigint NOT NULL,
  key text NOT NULL,
  level text NOT NULL,
  CONSTRAINT token_permission_level_check CHECK (level IN ('read', 'write', 'admin')),
  CONSTRAINT token_permissions_pkey PRIMARY KEY (token_id, key)
);
CREATE TABLE token_repositories (
  token_id bigint NOT NULL,
  repository_id bigint NOT NULL,
  CONSTRAINT token_repositories_pkey PRIMARY KEY (token_id, repository_id)
);
CREATE INDEX token_repositories_repository_id_idx ON token_repositories (repository_id);
CREATE TABLE token_grants (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  organization_id bigint NOT NULL,
  token_id bigint NOT NULL,
  user_id bigint NOT NULL,
  membership_id bigint,
  repository_selection text NOT NULL,
  granted_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  end_cause text,
  ended_by_user_id bigint,
  ended_by_app_id bigint,
  search_text text NOT NULL,
  CONSTRAINT token_grant_repository_selection_check CHECK (repository_selection IN ('NONE', 'ALL', 'SUBSET')),
  CONSTRAINT token_grant_end_cause_check CHECK (end_cause IN ('REVOKED', 'REPLACED', 'TOKEN_DELETED', 'MEMBER_REMOVED')),
  CONSTRAINT token_grants_ended_check CHECK ((ended_at IS NULL) = (end_cause IS NULL)),
  CONSTRAINT token_grants_membership_check CHECK (ended_at IS NOT NULL OR membership_id IS NOT NULL),
  CONSTRAINT token_grants_pkey PRIMARY KEY (id)
);
CREATE INDEX token_grants_membership_idx ON token_grants (membership_id);
CREATE INDEX token_grants_list_idx ON token_grants (organization_id, granted_at, id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX token_grants_one_live_idx ON token_grants (token_id) WHERE ended_at IS NULL;
CREATE TABLE token_grant_permissions (
  grant_id bigint NOT NULL,
  key text NOT NULL,
  level text NOT NULL,
  CONSTRAINT token_grant_permission_level_check CHECK (level IN ('read', 'write', 'admin')),
  CONSTRAINT token_grant_permissions_pkey PRIMARY KEY (grant_id, key)
);
CREATE INDEX token_grant_permissions_key_idx ON token_grant_permissions (key, level, grant_id);
CREATE TABLE token_grant_repositories (
  grant_id bigint NOT NULL,
  repository_id bigint NOT NULL,
  CONSTRAINT token_grant_repositories_pkey PRIMARY KEY (grant_id, repository_id)
);
CREATE INDEX token_grant_repositories_repository_idx ON token_grant_repositories (repository_id, grant_id);
CREATE TABLE bulk_decisions (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  organization_id bigint NOT NULL,
  status text NOT NULL DEFAULT 'RUNNING',
  decision text NOT NULL,
  filter jsonb NOT NULL,
  as_of timestamptz(3) NOT NULL,
  reason text,
  actor jsonb NOT NULL,
  cursor_id bigint NOT NULL DEFAULT 0,
  decided_count integer NOT NULL DEFAULT 0,
  failure_count integer NOT NULL DEFAULT 0,
  total_count integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT bulk_decision_status_check CHECK (status IN ('RUNNING', 'DONE')),
  CONSTRAINT bulk_decision_decision_check CHECK (decision IN ('APPROVED', 'DENIED')),
  CONSTRAINT bulk_decisions_pkey PRIMARY KEY (id)
);
CREATE TABLE token_requests (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  organization_id bigint NOT NULL,
  token_id bigint NOT NULL,
  requester_id bigint NOT NULL,
  status text NOT NULL,
  reason text,
  repository_selection text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3),
  decided_by_user_id bigint,
  decided_by_app_id bigint,
  decided_automatically boolean NOT NULL DEFAULT false,
  decision_reason text,
  search_text text NOT NULL,
  CONSTRAINT token_request_status_check CHECK (status IN ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED')),
  CONSTRAINT token_request_repository_selection_check CHECK (repository_selection IN ('NONE', 'ALL', 'SUBSET')),
  CONSTRAINT token_requests_decided_check CHECK ((status = 'PENDING') = (decided_at IS NULL)),
  CONSTRAINT token_requests_pkey PRIMARY KEY (id)
);
CREATE INDEX token_requests_token_idx ON token_requests (token_id, id);
CREATE INDEX token_requests_requester_idx ON token_requests (requester_id, created_at, id);
CREATE INDEX token_requests_queue_idx ON token_requests (organization_id, status, created_at, id);
CREATE UNIQUE INDEX token_requests_one_pending_idx ON token_requests (token_id) WHERE status = 'PENDING';
CREATE TABLE token_request_permissions (
  request_id bigint NOT NULL,
  key text NOT NULL,
  level text NOT NULL,
  previous_level text,
  organization_id bigint NOT NULL,
  status text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT token_request_permission_level_check CHECK (level IN ('read', 'write', 'admin')),
  CONSTRAINT token_request_permission_previous_level_check CHECK (previous_level IN ('read', 'write', 'admin')),
  CONSTRAINT token_request_permission_status_check CHECK (status IN ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED')),
  CONSTRAINT token_request_permissions_pkey PRIMARY KEY (request_id, key)
);
CREATE INDEX token_request_permissions_queue_idx ON token_request_permissions (organization_id, status, key, level, created_at, request_id);
CREATE TABLE token_request_repositories (
  request_id bigint NOT NULL,
  repository_id bigint NOT NULL,
  is_added boolean NOT NULL,
  organization_id bigint NOT NULL,
  status text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT token_request_repository_status_check CHECK (status IN ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED')),
  CONSTRAINT token_request_repositories_pkey PRIMARY KEY (request_id, repository_id)
);
CREATE INDEX token_request_repositories_queue_idx ON token_request_repositories (organization_id, status, repository_id, created_at, request_id);
CREATE TABLE sessions (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  secret_hash bytea NOT NULL,
  user_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  password_given_at timestamptz(3) NOT NULL,
  CONSTRAINT sessions_secret_hash_key UNIQUE (secret_hash),
  CONSTRAINT sessions_pkey PRIMARY KEY (id)
);
CREATE TABLE mailbox_messages (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  message_id text NOT NULL,
  "to" text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT mailbox_messages_message_id_key UNIQUE (message_id),
  CONSTRAINT mailbox_messages_pkey PRIMARY KEY (id)
);
ALTER TABLE users ADD CONSTRAINT users_login_fkey FOREIGN KEY (login) REFERENCES logins(login);
ALTER TABLE enterprise_owners ADD CONSTRAINT enterprise_owners_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises(id);
ALTER TABLE enterprise_owners ADD CONSTRAINT enterprise_owners_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE organizations ADD CONSTRAINT organizations_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises(id);
ALTER TABLE organizations ADD CONSTRAINT organizations_login_fkey FOREIGN KEY (login) REFERENCES logins(login);
ALTER TABLE apps ADD CONSTRAINT apps_owner_user_id_fkey FOREIGN KEY (owner_user_id) REFERENCES users(id);
ALTER TABLE apps ADD CONSTRAINT apps_owner_organization_id_fkey FOREIGN KEY (owner_organization_id) REFERENCES organizations(id);
ALTER TABLE app_keys ADD CONSTRAINT app_keys_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE;
ALTER TABLE app_installations ADD CONSTRAINT app_installations_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id);
ALTER TABLE app_installations ADD CONSTRAINT app_installations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE app_installation_permissions ADD CONSTRAINT app_installation_permissions_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES app_installations(id) ON DELETE CASCADE;
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises(id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_actor_user_id_fkey FOREIGN KEY (actor_user_id) REFERENCES users(id);
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_actor_app_id_fkey FOREIGN KEY (actor_app_id) REFERENCES apps(id);
ALTER TABLE memberships ADD CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE memberships ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE repositories ADD CONSTRAINT repositories_owner_user_id_fkey FOREIGN KEY (owner_user_id) REFERENCES users(id);
ALTER TABLE repositories ADD CONSTRAINT repositories_owner_organization_id_fkey FOREIGN KEY (owner_organization_id) REFERENCES organizations(id);
ALTER TABLE repository_accesses ADD CONSTRAINT repository_accesses_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE;
ALTER TABLE repository_accesses ADD CONSTRAINT repository_accesses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE tokens ADD CONSTRAINT tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE tokens ADD CONSTRAINT tokens_installation_id_fkey FOREIGN KEY (installation_id) REFERENCES app_installations(id);
ALTER TABLE tokens ADD CONSTRAINT tokens_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE token_permissions ADD CONSTRAINT token_permissions_token_id_fkey FOREIGN KEY (token_id) REFERENCES tokens(id) ON DELETE CASCADE;
ALTER TABLE token_repositories ADD CONSTRAINT token_repositories_token_id_fkey FOREIGN KEY (token_id) REFERENCES tokens(id) ON DELETE CASCADE;
ALTER TABLE token_repositories ADD CONSTRAINT token_repositories_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE;
ALTER TABLE token_grants ADD CONSTRAINT token_grants_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE token_grants ADD CONSTRAINT token_grants_token_id_fkey FOREIGN KEY (token_id) REFERENCES tokens(id);
ALTER TABLE token_grants ADD CONSTRAINT token_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE token_grants ADD CONSTRAINT token_grants_membership_id_fkey FOREIGN KEY (membership_id) REFERENCES memberships(id) ON DELETE SET NULL;
ALTER TABLE token_grants ADD CONSTRAINT token_grants_ended_by_user_id_fkey FOREIGN KEY (ended_by_user_id) REFERENCES users(id);
ALTER TABLE token_grants ADD CONSTRAINT token_grants_ended_by_app_id_fkey FOREIGN KEY (ended_by_app_id) REFERENCES apps(id);
ALTER TABLE token_grant_permissions ADD CONSTRAINT token_grant_permissions_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES token_grants(id) ON DELETE CASCADE;
ALTER TABLE token_grant_repositories ADD CONSTRAINT token_grant_repositories_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES token_grants(id) ON DELETE CASCADE;
ALTER TABLE token_grant_repositories ADD CONSTRAINT token_grant_repositories_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE;
ALTER TABLE bulk_decisions ADD CONSTRAINT bulk_decisions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE token_requests ADD CONSTRAINT token_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id);
ALTER TABLE token_requests ADD CONSTRAINT token_requests_token_id_fkey FOREIGN KEY (token_id) REFERENCES tokens(id);
ALTER TABLE token_requests ADD CONSTRAINT token_requests_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES users(id);
ALTER TABLE token_requests ADD CONSTRAINT token_requests_decided_by_user_id_fkey FOREIGN KEY (decided_by_user_id) REFERENCES users(id);
ALTER TABLE token_requests ADD CONSTRAINT token_requests_decided_by_app_id_fkey FOREIGN KEY (decided_by_app_id) REFERENCES apps(id);
ALTER TABLE token_request_permissions ADD CONSTRAINT token_request_permissions_request_id_fkey FOREIGN KEY (request_id) REFERENCES token_requests(id) ON DELETE CASCADE;
ALTER TABLE token_request_repositories ADD CONSTRAINT token_request_repositories_request_id_fkey FOREIGN KEY (request_id) REFERENCES token_requests(id) ON DELETE CASCADE;
ALTER TABLE token_request_repositories ADD CONSTRAINT token_request_repositories_repository_id_fkey FOREIGN KEY (repository_id) REFERENCES repositories(id) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
`;

const NAMES = [...TABLES.matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name);
