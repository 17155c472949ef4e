import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';
import { findBulkDecisions } from './bulk-decision.store.ts';
import type { TokenRequest } from './token-request.entity.ts';
import {
  type AskedPermission,
  findAskedPermissions,
  findAskedRepositories,
  findLatestRequests,
  findTokenRequestsById,
} from './token-request.store.ts';

export type Asked = { permissions: AskedPermission[]; repositories: { repositoryId: number; isAdded: boolean }[] };

/** What requests ask for. Two queries for any number. */
export const askedLoader = (database: Database) =>
  new DataLoader<number, Asked>(async (ids) => {
    const permissions = Map.groupBy(await findAskedPermissions(database.manager, ids), ({ id }) => id);
    const repositories = Map.groupBy(await findAskedRepositories(database.manager, ids), ({ id }) => id);
    return ids.map((id) => ({ permissions: permissions.get(id) ?? [], repositories: repositories.get(id) ?? [] }));
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
