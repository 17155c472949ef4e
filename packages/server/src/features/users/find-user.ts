import type { Tx } from '../../platform/database/database.ts';
import { problemWithLogin } from './login.rules.ts';
import type { User } from './user.entity.ts';
import { findUserByLogin as find, findUsers } from './user.store.ts';

/** A person by login, whatever its case; null when there is none. */
export async function findUserByLogin(tx: Tx, login: string): Promise<User | null> {
  // What cannot be a login is nobody's, and the database need not hear of it.
  return problemWithLogin(login.toLowerCase()) === null ? find(tx, login) : null;
}

/** The person whom a row names; a name of nobody is our mistake, as people are never deleted. */
export async function findPerson(tx: Tx, id: number): Promise<User> {
  const [person] = await findUsers(tx, [id]);
  if (!person) throw new Error(`There is no person ${id}`);
  return person;
}
