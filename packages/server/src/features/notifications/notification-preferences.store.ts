import type { Tx } from '../../platform/database/database.ts';
import { User } from '../users/user.entity.ts';
import { type DigestChoice, NotificationPreferences } from './notification-preferences.entity.ts';

export type Preferences = { decisions: boolean; reminders: boolean; digest: DigestChoice; locale: string };

const PREFERENCES = `person.locale, coalesce(chosen.decisions, true) AS decisions, coalesce(chosen.reminders, true) AS reminders,
            coalesce(chosen.digest, 'DAILY') AS digest`;

/** Null for somebody who is not there. With `lock`, nobody else changes them until the transaction ends. */
export async function findPreferences(
  tx: Tx,
  userId: number,
  { lock = false }: { lock?: boolean } = {},
): Promise<Preferences | null> {
  const [found]: Preferences[] = await tx.query(
    `SELECT ${PREFERENCES} FROM users person LEFT JOIN notification_preferences chosen ON chosen.user_id = person.id
      WHERE person.id = $1 ${lock ? 'FOR NO KEY UPDATE OF person' : ''}`,
    [userId],
  );
  return found ?? null;
}

export async function savePreferences(tx: Tx, userId: number, { locale, ...chosen }: Preferences): Promise<void> {
  await tx.upsert(NotificationPreferences, { userId, ...chosen }, ['userId']);
  await tx.update(User, { id: userId }, { locale });
}

export type ReaderRow = Preferences & { verified: string | null; name: string; isSuspended: boolean };

/** With the person's address, where it is verified. */
export async function findReaderRow(tx: Tx, userId: number): Promise<ReaderRow | null> {
  const [found]: ReaderRow[] = await tx.query(
    `SELECT ${PREFERENCES}, address.address AS verified, coalesce(person.name, person.login) AS name,
            person.suspended_at IS NOT NULL AS "isSuspended"
       FROM users person
       LEFT JOIN notification_preferences chosen ON chosen.user_id = person.id
       LEFT JOIN email_addresses address
         ON address.user_id = person.id AND address.address = person.email AND address.verified_at IS NOT NULL
      WHERE person.id = $1`,
    [userId],
  );
  return found ?? null;
}
