import type { Tx } from '../../platform/database/database.ts';
import type { Reader } from '../../platform/mail/mail.ts';
import { problemWithLogin } from './login.rules.ts';
import type { User } from './user.entity.ts';
import { findUserByLogin as find, findUsers } from './user.store.ts';

/** A person by login, whatever its case; null when there is none. */
export async function findUserByLogin(tx: Tx, login: string): Promise<User | null> {
  // What cannot be a login is nobody's, and the database need not hear of it.
  return problemWithLogin(login.toLowerCase()) === null ? find(tx, login) : null;
}

/** The person as a reader of mail; null when there is nobody to tell: no such person, or the address is not verified. */
export async function findReader(tx: Tx, id: number): Promise<Reader | null> {
  const [user] = await findUsers(tx, [id]);
  if (!user?.emailVerifiedAt) return null;
  return { email: user.email, name: user.name ?? user.login, locale: user.locale };
}
