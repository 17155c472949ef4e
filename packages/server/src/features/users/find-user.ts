import type { Tx } from '../../platform/database/database.ts';
import type { User } from './user.entity.ts';
import { findUserByLogin as find } from './user.store.ts';

/** A person by login, whatever its case; null when there is none. */
export const findUserByLogin = (tx: Tx, login: string): Promise<User | null> => find(tx, login);
