import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which mails people want, and what they have been told already. Tokens that are dead by now count as told. */
export class Notifications1763726400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification_preferences (
        user_id bigint NOT NULL,
        decisions boolean NOT NULL DEFAULT true,
        reminders boolean NOT NULL DEFAULT true,
        digest text NOT NULL DEFAULT 'DAILY',
        CONSTRAINT notification_preferences_digest_check CHECK (digest IN ('DAILY', 'INSTANT', 'OFF')),
        CONSTRAINT notification_preferences_pkey PRIMARY KEY (user_id),
        CONSTRAINT notification_preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      );
      CREATE TABLE daily_mails (
        user_id bigint NOT NULL,
        kind text NOT NULL,
        day date NOT NULL,
        CONSTRAINT daily_mail_kind_check CHECK (kind IN ('REMINDER', 'DIGEST')),
        CONSTRAINT daily_mails_pkey PRIMARY KEY (user_id, kind, day),
        CONSTRAINT daily_mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      );
      CREATE TABLE expiry_notices (
        token_id bigint NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        days_before integer NOT NULL,
        CONSTRAINT expiry_notices_days_before_check CHECK (days_before IN (0, 1, 7, 30)),
        CONSTRAINT expiry_notices_pkey PRIMARY KEY (token_id, expires_at, days_before),
        CONSTRAINT expiry_notices_token_id_fkey FOREIGN KEY (token_id) REFERENCES tokens(id) ON DELETE CASCADE
      );
      CREATE INDEX tokens_expires_at_idx ON tokens (expires_at) WHERE deleted_at IS NULL AND revoked_at IS NULL;
      INSERT INTO expiry_notices (token_id, expires_at, days_before) SELECT id, expires_at, 0 FROM tokens WHERE expires_at <= now();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX tokens_expires_at_idx; DROP TABLE expiry_notices, daily_mails, notification_preferences;',
    );
  }
}
