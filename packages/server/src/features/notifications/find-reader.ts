import type { Tx } from '../../platform/database/database.ts';
import type { MailChoice, Reader } from '../../platform/mail/mail.ts';
import { findReaderRow, type ReaderRow } from './notification-preferences.store.ts';

/**
 * The person as a reader of mail, at their own address or at `to`. Null when there is nobody to tell: no such person, or their address is not
 * verified. Somebody who is suspended gets only what cannot be switched off.
 */
export async function findReader(tx: Tx, userId: number, to?: string): Promise<Reader | null> {
  const person = await findReaderRow(tx, userId);
  const email = to ?? person?.verified;
  return person && email ? { email, name: person.name, locale: person.locale, declined: declinedBy(person) } : null;
}

function declinedBy({ decisions, reminders, digest, isSuspended }: ReaderRow): MailChoice[] {
  const wanted = { decisions, reminders, digest: digest !== 'OFF' };
  return (Object.keys(wanted) as MailChoice[]).filter((choice) => isSuspended || !wanted[choice]);
}
