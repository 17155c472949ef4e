import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import { together } from '../../platform/database/together.loader.ts';
import {
  findRepositories,
  findRepositoriesByName,
  type NamedRepository,
  type RepositoryInSight,
} from './repository.store.ts';

/** One query for all the repositories that a request touches, with what its person may do in each. */
export const repositoryLoader = (database: Database, userId: number | null) =>
  new DataLoader<number, RepositoryInSight | null>(async (ids) =>
    rowsById(ids, await findRepositories(database.manager, ids, userId), ({ id }) => id),
  );

/** The same for whoever has all the ids at hand. */
export const repositoriesInSight = (
  database: Database,
  ids: readonly number[],
  userId: number | null,
): Promise<RepositoryInSight[]> => findRepositories(database.manager, ids, userId);

/** Repositories by their names, whoever asks. */
export const namedRepositoriesOf = together<NamedRepository, RepositoryInSight | null>(
  ({ manager }, named) => findRepositoriesByName(manager, named),
  ({ owner, name, asker }) => `${owner}/${name} ${'userId' in asker ? asker.userId : asker.tokenHash}`,
);
