import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When each request was made, and its token expires and was used last, beside the request's status: so that a queue of a million is read in any of
 * these orders, and counted, from indexes alone. Kept by triggers, whoever writes. 'infinity' is never.
 */
export class TokenRequestMoments1763748000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- In the order in which whoever writes both does, while others are at work: so nobody waits in a circle.
      LOCK TABLE tokens, token_requests IN SHARE ROW EXCLUSIVE MODE;
      CREATE TABLE token_request_moments (
        request_id bigint NOT NULL,
        organization_id bigint NOT NULL,
        status text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        last_used_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT token_request_moment_status_check CHECK (status IN ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED'))
      -- Uses of tokens are written all over it, and an index alone answers only where a page was swept since.
      ) WITH (autovacuum_vacuum_scale_factor = 0.01);

      CREATE FUNCTION begin_token_request_moments() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO token_request_moments (request_id, organization_id, status, created_at, last_used_at, expires_at)
          SELECT request.id, request.organization_id, request.status, request.created_at,
                 coalesce(token.last_used_at, 'infinity'), coalesce(token.expires_at, 'infinity')
            FROM added request JOIN tokens token ON token.id = request.token_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER token_requests_moments_begin AFTER INSERT ON token_requests
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION begin_token_request_moments();

      -- Both of these take the rows in the order of their ids, after the request or the token is locked: so nobody waits in a circle. Always by the
      -- primary key: a connection keeps the plan that it made for its first rows.
      CREATE FUNCTION close_token_request_moments() RETURNS trigger LANGUAGE plpgsql
        SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
      BEGIN
        WITH closed AS (
          SELECT moments.request_id, request.status, request.created_at
            FROM changed request JOIN token_request_moments moments ON moments.request_id = request.id
           WHERE (moments.status, moments.created_at) <> (request.status, request.created_at)
           ORDER BY moments.request_id FOR NO KEY UPDATE OF moments)
        UPDATE token_request_moments moments SET status = closed.status, created_at = closed.created_at
          FROM closed WHERE moments.request_id = closed.request_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER token_requests_moments_close AFTER UPDATE ON token_requests
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION close_token_request_moments();

      CREATE FUNCTION move_token_request_moments() RETURNS trigger LANGUAGE plpgsql
        SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
      BEGIN
        WITH moved AS (
          SELECT moments.request_id, coalesce(token.last_used_at, 'infinity') AS last_used_at, coalesce(token.expires_at, 'infinity') AS expires_at
            FROM changed token
            JOIN token_requests request ON request.token_id = token.id
            JOIN token_request_moments moments ON moments.request_id = request.id
           WHERE token.organization_id IS NOT NULL
             AND (moments.last_used_at, moments.expires_at) <> (coalesce(token.last_used_at, 'infinity'), coalesce(token.expires_at, 'infinity'))
           ORDER BY moments.request_id FOR NO KEY UPDATE OF moments)
        UPDATE token_request_moments moments SET last_used_at = moved.last_used_at, expires_at = moved.expires_at
          FROM moved WHERE moments.request_id = moved.request_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER tokens_moments_move AFTER UPDATE ON tokens
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION move_token_request_moments();

      -- Who would write is held back until this is done; nobody who reads.
      INSERT INTO token_request_moments (request_id, organization_id, status, created_at, last_used_at, expires_at)
        SELECT request.id, request.organization_id, request.status, request.created_at,
                 coalesce(token.last_used_at, 'infinity'), coalesce(token.expires_at, 'infinity')
          FROM token_requests request JOIN tokens token ON token.id = request.token_id;
      ALTER TABLE token_request_moments
        ADD CONSTRAINT token_request_moments_pkey PRIMARY KEY (request_id),
        ADD CONSTRAINT token_request_moments_request_id_fkey FOREIGN KEY (request_id) REFERENCES token_requests(id) ON DELETE CASCADE;
      CREATE INDEX token_request_moments_created_idx ON token_request_moments (organization_id, status, created_at, request_id) INCLUDE (last_used_at);
      CREATE INDEX token_request_moments_last_used_idx ON token_request_moments (organization_id, status, last_used_at, request_id);
      CREATE INDEX token_request_moments_expires_idx ON token_request_moments (organization_id, status, expires_at, request_id) INCLUDE (last_used_at);
      CREATE INDEX token_requests_all_repositories_idx ON token_requests (organization_id, status, created_at, id) WHERE repository_selection = 'ALL';
      ANALYZE token_request_moments;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX token_requests_all_repositories_idx;
      DROP TRIGGER tokens_moments_move ON tokens;
      DROP TRIGGER token_requests_moments_close ON token_requests;
      DROP TRIGGER token_requests_moments_begin ON token_requests;
      DROP FUNCTION move_token_request_moments, close_token_request_moments, begin_token_request_moments;
      DROP TABLE token_request_moments;`);
  }
}
