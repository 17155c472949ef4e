import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import type { User } from './user.entity.ts';
import { findUsers } from './user.store.ts';

/** One query for all the people that a request touches. */
export const userLoader = (database: Database) =>
  new DataLoader<number, User | null>(async (ids) => {
    const users = new Map((await findUsers(database.manager, ids)).map((user) => [user.id, user]));
    return ids.map((id) => users.get(id) ?? null);
  });
