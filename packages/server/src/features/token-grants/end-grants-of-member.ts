import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { Membership } from '../organizations/membership.entity.ts';
import { namesOfTokens } from '../tokens/names-of-tokens.ts';
import { endGrants, lockGrantsOfMember } from './token-grant.store.ts';

/** The live grants that hang on a membership end with it; nothing revives them when the person comes back. (GN-3) */
export async function endGrantsOfMember(tx: Tx, { viewer, now }: Caller, membership: Membership): Promise<void> {
  const grants = await lockGrantsOfMember(tx, membership.id);
  if (grants.length === 0) return;
  const names = await namesOfTokens(
    tx,
    grants.map(({ tokenId }) => tokenId),
  );
  await endGrants(tx, grants, { at: now, cause: 'MEMBER_REMOVED', by: viewer.actor });
  await recordAudit(
    tx,
    viewer.actor,
    now,
    grants.map(({ id, tokenId }) => ({
      log: { organizationId: membership.organizationId },
      action: 'personal_access_token.access_revoked',
      subject: { type: 'token_grant', id, name: names.get(tokenId)! },
      details: { token_id: tokenId, user_id: membership.userId, cause: 'member_removed' },
    })),
  );
}
