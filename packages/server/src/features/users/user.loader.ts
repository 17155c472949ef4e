import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { User } from './user.entity.ts';
import { findUsers } from './user.store.ts';

/** One query for all the people that a request touches. */
export const userLoader = (database: Database) =>
  new DataLoader<number, User | null>(async (ids) =>
    rowsById(ids, await findUsers(database.manager, ids), ({ id }) => id),
  );
