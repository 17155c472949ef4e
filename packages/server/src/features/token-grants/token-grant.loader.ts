import type { PermissionMap } from '@countersign/schema';
import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import {
  findGrantedPermissions,
  findGrantedRepositories,
  findLiveGrants,
  findTokenGrantsById,
} from './token-grant.store.ts';

/** The live grant of each token. */
export const liveGrantLoader = (database: Database) =>
  new DataLoader<number, TokenGrant | null>(async (tokenIds) =>
    rowsById(tokenIds, await findLiveGrants(database.manager, tokenIds), ({ tokenId }) => tokenId),
  );

/** What grants agree to. Two queries for any number. */
export const grantedLoader = (database: Database) =>
  new DataLoader<number, { permissions: PermissionMap; repositoryIds: number[] }>(async (ids) => {
    const permissions = Map.groupBy(await findGrantedPermissions(database.manager, ids), ({ id }) => id);
    const repositories = Map.groupBy(await findGrantedRepositories(database.manager, ids), ({ id }) => id);
    return ids.map((id) => ({
      permissions: Object.fromEntries((permissions.get(id) ?? []).map(({ key, level }) => [key, level])),
      repositoryIds: (repositories.get(id) ?? []).map(({ repositoryId }) => repositoryId),
    }));
  });

/** Live ones by id. */
export const tokenGrantLoader = (database: Database) =>
  new DataLoader<number, TokenGrant | null>(async (ids) =>
    rowsById(ids, await findTokenGrantsById(database.manager, ids), ({ id }) => id),
  );
