import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import { repositoriesInSight } from '../repositories/repository.loader.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';
import { findBulkDecisions } from './bulk-decision.store.ts';
import type { TokenRequest } from './token-request.entity.ts';
import {
  type AskedPermission,
  type AskedRepository,
  findAskedPermissions,
  findAskedRepositories,
  findLatestRequests,
  findTokenRequestsById,
} from './token-request.store.ts';

/** The permissions that requests ask for, by key. */
export const askedPermissionsLoader = (database: Database) =>
  new DataLoader<number, AskedPermission[]>(async (ids) => {
    const asked = Map.groupBy(await findAskedPermissions(database.manager, ids), ({ id }) => id);
    return ids.map((id) => asked.get(id) ?? []);
  });

type NamedBy = AskedRepository & { repository: RepositoryInSight };

/** The repositories that requests name, with what the person may do in each. */
export const askedRepositoriesLoader = (database: Database, userId: number | null) =>
  new DataLoader<number, NamedBy[]>(async (ids) => {
    const asked = await findAskedRepositories(database.manager, ids);
    const distinct = new Set(asked.map(({ repositoryId }) => repositoryId));
    const found = distinct.size > 0 ? await repositoriesInSight(database, [...distinct], userId) : [];
    const byId = new Map(found.map((repository) => [repository.id, repository]));
    const byRequest = new Map(ids.map((id): [number, NamedBy[]] => [id, []]));
    for (const row of asked) {
      const repository = byId.get(row.repositoryId);
      // One that was deleted between the two statements is named by none any more.
      if (repository) byRequest.get(row.id)!.push(Object.assign(row, { repository }));
    }
    return ids.map((id) => byRequest.get(id)!);
  });

/** The last request of each token. */
export const latestRequestLoader = (database: Database) =>
  new DataLoader<number, TokenRequest | null>(async (tokenIds) =>
    rowsById(tokenIds, await findLatestRequests(database.manager, tokenIds), ({ tokenId }) => tokenId),
  );

export const tokenRequestLoader = (database: Database) =>
  new DataLoader<number, TokenRequest | null>(async (ids) =>
    rowsById(ids, await findTokenRequestsById(database.manager, ids), ({ id }) => id),
  );

export const bulkDecisionLoader = (database: Database) =>
  new DataLoader<number, BulkDecision | null>(async (ids) =>
    rowsById(ids, await findBulkDecisions(database.manager, ids), ({ id }) => id),
  );
