import type { PermissionMap } from '@countersign/schema';
import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Token } from './token.entity.ts';
import { findPermissions, findRepositoryIds, lockOwnToken } from './token.store.ts';

export type TokenWithReach = { token: Token; permissions: PermissionMap; repositoryIds: number[] };

/** One of the person's own fine-grained tokens with what it was made to do; locked, so that two requests of one token come one after the other. */
export async function findOwnTokenWithReach(tx: Tx, userId: number, id: number): Promise<TokenWithReach> {
  const token = await lockOwnToken(tx, userId, id, ['FINE_GRAINED']);
  if (!token) throw notFound('The token');
  return { token, ...(await reachOf(tx, id)) };
}

/** What a fine-grained token was made to do. */
export async function reachOf(tx: Tx, id: number): Promise<Omit<TokenWithReach, 'token'>> {
  const permissions = await findPermissions(tx, [id]);
  const repositories = await findRepositoryIds(tx, [id]);
  return {
    permissions: Object.fromEntries(permissions.map(({ key, level }) => [key, level])),
    repositoryIds: repositories.map(({ repositoryId }) => repositoryId),
  };
}
