import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { HeldMembership } from '../organizations/hold-membership.ts';
import { holdLiveGrant, narrowGrant } from '../token-grants/narrow-grant.ts';
import { droppedPermissions, isSameReach, lesserReach, type TokenReach } from '../tokens/token-reach.rules.ts';
import type { Token } from '../tokens/token.entity.ts';
import { closeCancelled } from './cancel-token-request.ts';
import { mustLetAsk } from './must-let-ask.ts';
import { isDecidedAtOnce, submitTokenRequest } from './submit-token-request.ts';
import type { TokenRequest } from './token-request.entity.ts';

export type Edit = {
  token: Token;
  held: HeldMembership;
  /** The request that waits; locked. */
  pending: TokenRequest | null;
  /** All that the token is to do. */
  reach: TokenReach;
  reason: string | null;
};

/**
 * What an edit means for the organization (TK-11). What it takes away from the live grant ends at once, whatever policy says. What it adds is
 * asked for: the request that is answered, which says the whole and what is new in it, while the grant stands at its narrowed level. What waited
 * before is cancelled: what a request asks never changes (RQ-12). An edit back to what is in force only cancels.
 */
export async function settleEdit(
  tx: Tx,
  caller: Caller,
  { token, held, pending, reach, reason }: Edit,
): Promise<TokenRequest | null> {
  const live = await holdLiveGrant(tx, token.id);
  const kept = live && lesserReach(live.reach, reach);
  const isAsked = !kept || !isSameReach(kept, reach);
  if (isAsked) mustLetAsk(held, token);
  // After the wait for the locks, so that nothing ends before it began.
  const by = { actor: caller.viewer.actor, now: caller.clock() };
  if (pending) await closeCancelled(tx, by, [pending], 'token_edited');
  // A grant that is replaced in this very transaction keeps what it said.
  const isReplaced = isAsked && isDecidedAtOnce(held);
  if (live && kept && !isReplaced && !isSameReach(live.reach, kept))
    await narrowGrant(tx, caller, { token, live, kept });
  if (!isAsked) return null;
  const standing = live &&
    kept && {
      grantId: live.grant.id,
      reach: kept,
      permissionsDropped: droppedPermissions(live.reach.permissions, reach.permissions),
    };
  return submitTokenRequest(tx, caller, { token, ...held, reach, reason, standing });
}
