import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Apps that act for people: whom they sent, what the person agreed to, and the tokens that came of it. */
export class AppUsers1763744400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE apps
        ADD redirect_uris text[] DEFAULT '{}' NOT NULL,
        ADD user_tokens_expire boolean DEFAULT true NOT NULL;

      ALTER TABLE tokens
        ADD app_id bigint,
        ADD renews_token_id bigint,
        ADD authorization_code_id bigint,
        ADD CONSTRAINT tokens_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps (id) NOT VALID,
        ADD CONSTRAINT tokens_renews_token_id_fkey FOREIGN KEY (renews_token_id) REFERENCES tokens (id) ON DELETE CASCADE NOT VALID,
        ADD CONSTRAINT tokens_app_check CHECK ((kind IN ('APP_USER', 'APP_REFRESH')) = (app_id IS NOT NULL)) NOT VALID,
        ADD CONSTRAINT tokens_renews_check CHECK ((kind = 'APP_REFRESH') = (renews_token_id IS NOT NULL)) NOT VALID;
      ALTER TABLE tokens VALIDATE CONSTRAINT tokens_app_id_fkey;
      ALTER TABLE tokens VALIDATE CONSTRAINT tokens_renews_token_id_fkey;
      ALTER TABLE tokens VALIDATE CONSTRAINT tokens_app_check;
      ALTER TABLE tokens VALIDATE CONSTRAINT tokens_renews_check;
      CREATE INDEX tokens_app_id_user_id_idx ON tokens (app_id, user_id) WHERE app_id IS NOT NULL;
      CREATE INDEX tokens_renews_token_id_idx ON tokens (renews_token_id) WHERE renews_token_id IS NOT NULL;
      -- Names tell apart what people made themselves.
      DROP INDEX tokens_user_id_name_idx;
      CREATE UNIQUE INDEX tokens_user_id_name_idx ON tokens (user_id, name) WHERE deleted_at IS NULL AND app_id IS NULL;

      CREATE TABLE application_authorizations (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        app_id bigint NOT NULL,
        user_id bigint NOT NULL,
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT application_authorizations_pkey PRIMARY KEY (id),
        CONSTRAINT application_authorizations_user_id_app_id_key UNIQUE (user_id, app_id),
        CONSTRAINT application_authorizations_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps (id) ON DELETE CASCADE,
        CONSTRAINT application_authorizations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
      );

      CREATE TABLE application_authorization_codes (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        authorization_id bigint NOT NULL,
        code_hash bytea NOT NULL,
        redirect_uri text NOT NULL,
        code_challenge text,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        redeemed_at timestamptz(3),
        CONSTRAINT application_authorization_codes_pkey PRIMARY KEY (id),
        CONSTRAINT application_authorization_codes_code_hash_key UNIQUE (code_hash),
        CONSTRAINT application_authorization_codes_authorization_id_fkey
          FOREIGN KEY (authorization_id) REFERENCES application_authorizations (id) ON DELETE CASCADE
      );
      CREATE INDEX application_authorization_codes_authorization_id_created_at_idx ON application_authorization_codes (authorization_id, created_at);
      CREATE INDEX application_authorization_codes_expires_at_idx ON application_authorization_codes (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE application_authorization_codes, application_authorizations;
      DELETE FROM tokens WHERE app_id IS NOT NULL;
      DROP INDEX tokens_user_id_name_idx, tokens_app_id_user_id_idx, tokens_renews_token_id_idx;
      CREATE UNIQUE INDEX tokens_user_id_name_idx ON tokens (user_id, name) WHERE deleted_at IS NULL;
      ALTER TABLE tokens DROP app_id, DROP renews_token_id, DROP authorization_code_id;
      ALTER TABLE apps DROP redirect_uris, DROP user_tokens_expire;`);
  }
}
