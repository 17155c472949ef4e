import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
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

/** The repositories that requests name, each as `repositories` loads it. */
export const askedRepositoriesLoader = <Loaded>(database: Database, repositories: DataLoader<number, Loaded>) =>
  new DataLoader<number, (AskedRepository & { repository: Loaded | Error })[]>(async (ids) => {
    const asked = await findAskedRepositories(database.manager, ids);
    const distinct = [...new Set(asked.map(({ repositoryId }) => repositoryId))];
    const loaded = await repositories.loadMany(distinct);
    const byId = new Map(distinct.map((id, index) => [id, loaded[index]!]));
    const rows = asked.map((row) => Object.assign(row, { repository: byId.get(row.repositoryId)! }));
    const byRequest = Map.groupBy(rows, ({ id }) => id);
    return ids.map((id) => byRequest.get(id) ?? []);
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
