import { LIMITS } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import { conflict, forbidden, invalid, notFound } from '../../errors.ts';
import { holdMembershipById } from '../organizations/hold-membership.ts';
import { hasLiveGrant } from '../token-grants/has-live-grant.ts';
import { allowsFineGrained, daysText, exceedsLifetime } from '../token-policies/token-policy.rules.ts';
import { findOwnTokenWithReach } from '../tokens/find-own-token.ts';
import { statusOf, tooLong } from '../tokens/token.rules.ts';
import { submitTokenRequest } from './submit-token-request.ts';
import { hasPending } from './token-request-closing.store.ts';
import type { TokenRequest } from './token-request.entity.ts';

export type RequestTokenAccessInput = { tokenId: number; reason?: string | null };

/**
 * The token's user asks again, after a denial, a withdrawal or a revocation (RQ-13). CONFLICT while a request waits, a grant stands, or the token is dead;
 * FORBIDDEN with the policy where that lets no such token in.
 */
export async function requestTokenAccess(
  caller: Caller,
  { tokenId, reason = null }: RequestTokenAccessInput,
): Promise<TokenRequest> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const problems = tooLong('reason', reason, LIMITS.reason);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return caller.database.transaction(async (tx) => {
    const { token, permissions, repositoryIds } = await findOwnTokenWithReach(tx, userId, tokenId);
    if (token.organizationId === null) throw conflict('The token is for yourself; there is nobody to ask.');
    const held = await holdMembershipById(tx, token.organizationId, userId);
    if (!held) throw notFound('The organization');
    if (statusOf(token, caller.now) !== 'ACTIVE') throw conflict('The token is no longer valid.');
    if (await hasPending(tx, tokenId)) throw conflict('A request of this token is waiting already.');
    if (await hasLiveGrant(tx, tokenId)) throw conflict('The token has access already.');
    const { login } = held.organization;
    const { fineGrainedMaxDays } = held.policy;
    if (!allowsFineGrained(held.policy))
      throw forbidden(`${login} does not allow fine-grained tokens.`, { policy: login });
    if (exceedsLifetime(fineGrainedMaxDays, token.issuedAt, token.expiresAt))
      throw forbidden(`${login} does not allow tokens that live longer than ${daysText(fineGrainedMaxDays!)}.`, {
        policy: login,
      });
    return submitTokenRequest(tx, caller, { token, ...held, permissions, repositoryIds, reason });
  });
}
