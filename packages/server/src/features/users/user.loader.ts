import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import { findProfiles, type Profile } from './user.store.ts';

/** One query for all the people that a request touches. */
export const userLoader = (database: Database) =>
  new DataLoader<number, Profile | null>(async (ids) =>
    rowsById(ids, await findProfiles(database.manager, ids), ({ id }) => id),
  );
