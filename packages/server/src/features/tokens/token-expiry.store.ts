import type { Tx } from '../../platform/database/database.ts';
import type { PersonalKind } from './token.entity.ts';
import type { TokenToTell } from './token.mail.ts';

// Plain SQL: finding whom to tell, writing that they are told, and who they are is one statement, so that of two processes one tells.

/** An end of a token. */
export type Ending = { id: number; expiresAt: Date };
export type EndingOf = Ending & { userId: number; kind: PersonalKind; name: string };

const PERSONAL = `token.kind IN ('FINE_GRAINED', 'CLASSIC') AND token.deleted_at IS NULL AND token.revoked_at IS NULL`;

/**
 * Claims, for people of whose tokens one has come within 30, 7 or 1 days of its end and who have had no reminder on that day (UTC), the day's
 * reminder: of all their tokens that come so near on that day. Days are of 24 hours; what a token was never as far away as is no reminder.
 */
export const claimReminders = (
  tx: Tx,
  { now, people }: { now: Date; people: number },
): Promise<(Ending & { userId: number })[]> =>
  tx.query(
    `WITH day AS (
       SELECT date_trunc('day', $1::timestamptz, 'UTC') AS begin, date_trunc('day', $1::timestamptz, 'UTC') + interval '24 hours' AS end
     ), near AS MATERIALIZED (
       SELECT token.id, token.user_id, token.expires_at, days, token.expires_at - days * interval '24 hours' <= $1 AS is_due
         FROM day, tokens token
         CROSS JOIN LATERAL (
           SELECT min(days) AS days FROM unnest(ARRAY[1, 7, 30]) AS days WHERE token.expires_at - days * interval '24 hours' < day.end) nearest
        WHERE ${PERSONAL} AND token.expires_at > $1 AND token.expires_at < day.end + 30 * interval '24 hours'
          AND token.issued_at < token.expires_at - days * interval '24 hours'
          AND NOT EXISTS (
            SELECT FROM expiry_notices notice
             WHERE notice.token_id = token.id AND notice.expires_at = token.expires_at AND notice.days_before <= days)
     ), due AS (
       SELECT DISTINCT user_id FROM day, near
        WHERE is_due AND NOT EXISTS (
          SELECT FROM daily_mails mail WHERE mail.user_id = near.user_id AND mail.kind = 'REMINDER' AND mail.day = (day.begin AT TIME ZONE 'UTC')::date)
        ORDER BY user_id LIMIT $2
     ), claimed AS (
       INSERT INTO daily_mails (user_id, kind, day) SELECT user_id, 'REMINDER', (day.begin AT TIME ZONE 'UTC')::date FROM due, day ORDER BY user_id
       ON CONFLICT DO NOTHING RETURNING user_id
     ), told AS (
       INSERT INTO expiry_notices (token_id, expires_at, days_before)
       SELECT id, expires_at, days FROM near JOIN claimed USING (user_id) ON CONFLICT DO NOTHING
     )
     SELECT user_id AS "userId", id, expires_at AS "expiresAt" FROM near JOIN claimed USING (user_id) ORDER BY user_id, expires_at, id`,
    [now, people],
  );

// Older ones are news to nobody; and so the look stays short however many tokens have ended.
const NEWS = `30 * interval '24 hours'`;

/** Claims the tokens that have expired and of which nobody was told yet; locked, so that none is being regenerated. */
export const claimExpired = (tx: Tx, { now, people }: { now: Date; people: number }): Promise<EndingOf[]> =>
  tx.query(
    `WITH ended AS MATERIALIZED (
       SELECT token.id, token.user_id FROM tokens token
        WHERE ${PERSONAL} AND token.expires_at <= $1 AND token.expires_at > $1::timestamptz - ${NEWS}
          AND NOT EXISTS (
            SELECT FROM expiry_notices notice
             WHERE notice.token_id = token.id AND notice.expires_at = token.expires_at AND notice.days_before = 0)
     ), due AS (
       SELECT token.id, token.user_id, token.kind, token.name, token.expires_at FROM tokens token
        WHERE token.id IN (SELECT id FROM ended WHERE user_id IN (SELECT DISTINCT user_id FROM ended ORDER BY user_id LIMIT $2))
          AND ${PERSONAL} AND token.expires_at <= $1
        ORDER BY token.id FOR NO KEY UPDATE OF token
     ), told AS (
       INSERT INTO expiry_notices (token_id, expires_at, days_before) SELECT id, expires_at, 0 FROM due ORDER BY id
       ON CONFLICT DO NOTHING RETURNING token_id
     )
     SELECT id, user_id AS "userId", kind, name, expires_at AS "expiresAt" FROM due JOIN told ON told.token_id = due.id
      ORDER BY user_id, expires_at, id`,
    [now, people],
  );

const TOKEN = `token.id, token.kind, token.name, organization.login AS organization, token.expires_at AS "expiresAt",
            token.deleted_at IS NOT NULL AS "isDeleted"`;

/** Those of them that still end then and were not ended otherwise: what was deleted, revoked or regenerated since is gone. */
export const findStillEnding = (tx: Tx, endings: readonly Ending[]): Promise<TokenToTell[]> =>
  tx.query(
    `SELECT ${TOKEN} FROM tokens token
       JOIN unnest($1::bigint[], $2::timestamptz[]) AS told(id, expires_at) ON told.id = token.id AND told.expires_at = token.expires_at
       LEFT JOIN organizations organization ON organization.id = token.organization_id
      WHERE ${PERSONAL} ORDER BY token.expires_at, token.id`,
    [endings.map(({ id }) => id), endings.map(({ expiresAt }) => expiresAt)],
  );

/** One token as a mail speaks of it, deleted or not. */
export async function findTokenToTell(tx: Tx, id: number): Promise<TokenToTell | null> {
  const [found]: TokenToTell[] = await tx.query(
    `SELECT ${TOKEN} FROM tokens token LEFT JOIN organizations organization ON organization.id = token.organization_id WHERE token.id = $1`,
    [id],
  );
  return found ?? null;
}
