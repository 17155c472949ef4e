import type { PermissionMap } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import type { Membership } from '../organizations/membership.entity.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { grantTokens } from '../token-grants/grant-tokens.ts';
import type { TokenPolicy } from '../token-policies/token-policy.rules.ts';
import { sortedPermissions, type TokenReach } from '../tokens/token-reach.rules.ts';
import type { Token } from '../tokens/token.entity.ts';
import { tellWebhooks } from '../webhooks/tell-webhooks.ts';
import { announceTokenRequests } from './announce-token-requests.ts';
import { searchTextOf } from './search-text.ts';
import { tellOwners } from './tell-owners.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { announceArrival, insertTokenRequest } from './token-request.store.ts';

export type Asked = {
  token: Token;
  organization: Organization;
  membership: Membership;
  policy: TokenPolicy;
  /** All that the token is to do there. */
  reach: TokenReach;
  reason: string | null;
  /** The live grant at the level that it keeps meanwhile, and what the wish leaves out of it. (TK-11) */
  standing?: { grantId: number; reach: TokenReach; permissionsDropped: PermissionMap } | null;
};

/** Whether a request is approved the moment it is made: its requester is an owner, or no approval is needed. (RQ-2) */
export const isDecidedAtOnce = ({ membership, policy }: Pick<Asked, 'membership' | 'policy'>): boolean =>
  membership.role === 'OWNER' || policy.approval === 'NOT_REQUIRED';

/**
 * Asks the organization to grant the token what it wants (RQ-1). Approved on the spot when the requester is an owner, or when no approval is
 * needed; both are recorded as decided, by whom or by policy (RQ-2). Runs in the transaction that makes the token; the membership is held.
 */
export async function submitTokenRequest(tx: Tx, caller: Caller, asked: Asked): Promise<TokenRequest> {
  const { token, organization, membership, reach, reason, standing = null } = asked;
  const { permissions, repositorySelection, repositoryIds } = reach;
  const { actor } = caller.viewer;
  const isOwner = membership.role === 'OWNER';
  const isAutomatic = isDecidedAtOnce(asked);
  await announceArrival(tx, organization.id);
  // Read after the lock: a list that was read before it does not hold the request, and its asOf is earlier. (RQ-12)
  const createdAt = caller.clock();
  const request = await insertTokenRequest(
    tx,
    {
      organizationId: organization.id,
      tokenId: token.id,
      requesterId: membership.userId,
      status: isAutomatic ? 'APPROVED' : 'PENDING',
      reason: reason?.trim() || null,
      repositorySelection,
      createdAt,
      decidedAt: isAutomatic ? createdAt : null,
      decidedByUserId: isOwner ? membership.userId : null,
      decidedByAppId: null,
      decidedAutomatically: isAutomatic,
      decisionReason: null,
      searchText: searchTextOf(token.name, actor.login ?? '', reason),
      previousGrantId: standing?.grantId ?? null,
      permissionsDropped: standing?.permissionsDropped ?? {},
      repositoriesWidened: isWidened(standing?.reach, reach),
    },
    reach,
    standing?.reach ?? null,
  );
  if (isAutomatic) await grantTokens(tx, [request], createdAt);
  const audit: AuditRecord = {
    log: { organizationId: organization.id },
    action: 'personal_access_token.request_created',
    subject: { type: 'token_request', id: request.id, name: token.name },
    details: {
      requester: actor.login,
      repository_selection: repositorySelection,
      repository_ids: repositoryIds,
      permissions,
      ...(standing && differenceTo(standing, permissions)),
    },
  };
  const decided = { log: audit.log, subject: audit.subject, details: { requester: actor.login, automatic: true } };
  await recordAudit(tx, caller.viewer.actor, caller.now, [
    audit,
    ...(isAutomatic
      ? [
          { ...decided, action: 'personal_access_token.request_approved' as const },
          { ...decided, action: 'personal_access_token.access_granted' as const },
        ]
      : []),
  ]);
  if (!isAutomatic) await tellOwners(tx, request);
  await announceTokenRequests(tx, [request]);
  await tellWebhooks(tx, isAutomatic ? 'approved' : 'created', [request], { actor, now: createdAt });
  return request;
}

const isWidened = (before: TokenReach | undefined, { repositorySelection }: TokenReach): boolean =>
  before !== undefined && repositorySelection === 'ALL' && before.repositorySelection !== 'ALL';

/** By the names that readers of GitHub's log know. (AU-4) */
function differenceTo({ reach, permissionsDropped }: NonNullable<Asked['standing']>, permissions: PermissionMap) {
  const { added, upgraded, kept } = sortedPermissions(reach.permissions, permissions);
  return {
    permissions_added: added,
    permissions_upgraded: upgraded,
    permissions_unchanged: kept,
    permissions_dropped: permissionsDropped,
  };
}
