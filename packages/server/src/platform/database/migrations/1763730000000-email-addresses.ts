import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several addresses for a person, and one-use links to them. Each person's one address is carried over; where several people had verified the
 * same, it stays verified for whoever was first, and the others verify one of their own. `users.email_verified_at` is left for processes of the version before.
 */
export class EmailAddresses1763730000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE email_addresses (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        user_id bigint NOT NULL,
        address text NOT NULL,
        verified_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT email_addresses_user_id_address_key UNIQUE (user_id, address),
        CONSTRAINT email_addresses_pkey PRIMARY KEY (id),
        CONSTRAINT email_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
      );
      INSERT INTO email_addresses (user_id, address, verified_at, created_at)
        SELECT id, email, CASE WHEN rank = 1 THEN email_verified_at END, created_at
          FROM (SELECT *, row_number() OVER (PARTITION BY lower(email) ORDER BY email_verified_at NULLS LAST, id) AS rank FROM users) AS person
         ORDER BY id;
      CREATE UNIQUE INDEX email_addresses_user_lower_idx ON email_addresses (user_id, lower(address));
      CREATE UNIQUE INDEX email_addresses_verified_idx ON email_addresses (lower(address)) WHERE verified_at IS NOT NULL;
      ALTER TABLE users ADD CONSTRAINT users_id_email_fkey
        FOREIGN KEY (id, email) REFERENCES email_addresses(user_id, address) DEFERRABLE INITIALLY DEFERRED;
      CREATE TABLE one_use_links (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        email_address_id bigint NOT NULL,
        purpose text NOT NULL,
        asked_at timestamptz(3) NOT NULL,
        CONSTRAINT one_use_links_email_address_id_purpose_key UNIQUE (email_address_id, purpose),
        CONSTRAINT one_use_link_purpose_check CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD')),
        CONSTRAINT one_use_links_pkey PRIMARY KEY (id),
        CONSTRAINT one_use_links_email_address_id_fkey FOREIGN KEY (email_address_id) REFERENCES email_addresses(id) ON DELETE CASCADE
      );
      CREATE TABLE one_use_secrets (
        secret_hash bytea NOT NULL,
        link_id bigint NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT one_use_secrets_pkey PRIMARY KEY (secret_hash),
        CONSTRAINT one_use_secrets_link_id_fkey FOREIGN KEY (link_id) REFERENCES one_use_links(id) ON DELETE CASCADE
      );
      CREATE INDEX one_use_secrets_link_id_idx ON one_use_secrets (link_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE users SET email_verified_at = address.verified_at
        FROM email_addresses address WHERE address.user_id = users.id AND address.address = users.email;
      ALTER TABLE users DROP CONSTRAINT users_id_email_fkey;
      DROP TABLE one_use_secrets, one_use_links, email_addresses;`);
  }
}
