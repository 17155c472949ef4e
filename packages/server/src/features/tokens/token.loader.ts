import type { PermissionMap } from '@countersign/schema';
import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { Token } from './token.entity.ts';
import { findPermissions, findRepositoryIds, findTokens } from './token.store.ts';

export const tokenLoader = (database: Database) =>
  new DataLoader<number, Token | null>(async (ids) =>
    rowsById(ids, await findTokens(database.manager, ids), ({ id }) => id),
  );

/** What a token was made to do. Two queries for any number. */
export const tokenReachLoader = (database: Database) =>
  new DataLoader<number, { permissions: PermissionMap; repositoryIds: number[] }>(async (ids) => {
    const permissions = Map.groupBy(await findPermissions(database.manager, ids), ({ id }) => id);
    const repositories = Map.groupBy(await findRepositoryIds(database.manager, ids), ({ id }) => id);
    return ids.map((id) => ({
      permissions: Object.fromEntries((permissions.get(id) ?? []).map(({ key, level }) => [key, level])),
      repositoryIds: (repositories.get(id) ?? []).map(({ repositoryId }) => repositoryId),
    }));
  });
