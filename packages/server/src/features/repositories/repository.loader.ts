import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { findRepositories, type RepositoryInSight } from './repository.store.ts';

/** One query for all the repositories that a request touches, with what its person may do in each. */
export const repositoryLoader = (database: Database, userId: number | null) =>
  new DataLoader<number, RepositoryInSight | null>(async (ids) => {
    const found = new Map((await findRepositories(database.manager, ids, userId)).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
