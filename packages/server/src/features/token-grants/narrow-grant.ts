import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { reachChanges, type TokenReach } from '../tokens/token-reach.rules.ts';
import type { Token } from '../tokens/token.entity.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import { findGrantedPermissions, findGrantedRepositories, lockLiveGrant, replaceGranted } from './token-grant.store.ts';

export type LiveGrant = { grant: TokenGrant; reach: TokenReach };

/** What the token's organization grants it now, locked; null for nothing. The token and its waiting request are locked before. */
export async function holdLiveGrant(tx: Tx, tokenId: number): Promise<LiveGrant | null> {
  const grant = await lockLiveGrant(tx, tokenId);
  if (!grant) return null;
  const permissions = await findGrantedPermissions(tx, [grant.id]);
  const repositories = await findGrantedRepositories(tx, [grant.id]);
  const reach: TokenReach = {
    repositorySelection: grant.repositorySelection,
    permissions: Object.fromEntries(permissions.map(({ key, level }) => [key, level])),
    repositoryIds: repositories.map(({ repositoryId }) => repositoryId),
  };
  return { grant, reach };
}

/** The token's person gives back part of what was granted: it ends on the next use, and nobody is asked (TK-11). The organization's log says so. */
export async function narrowGrant(
  tx: Tx,
  { viewer, now }: Caller,
  { token, live, kept }: { token: Token; live: LiveGrant; kept: TokenReach },
): Promise<void> {
  const { id, organizationId, userId } = live.grant;
  await replaceGranted(tx, id, kept);
  await recordAudit(tx, viewer.actor, now, [
    {
      log: { organizationId },
      action: 'personal_access_token.update',
      subject: { type: 'token_grant', id, name: token.name },
      details: { token_id: token.id, user_id: userId, ...reachChanges(live.reach, kept) },
    },
  ]);
}
