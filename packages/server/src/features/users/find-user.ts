import type { Tx } from '../../platform/database/database.ts';
import { problemWithLogin } from './login.rules.ts';
import type { User } from './user.entity.ts';
import { findUserByLogin as find } from './user.store.ts';

/** A person by login, whatever its case; null when there is none. */
export async function findUserByLogin(tx: Tx, login: string): Promise<User | null> {
  // What cannot be a login is nobody's, and the database need not hear of it.
  return problemWithLogin(login.toLowerCase()) === null ? find(tx, login) : null;
}
