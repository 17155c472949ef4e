import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endGrants, lockLiveGrants } from './token-grant.store.ts';

/** The grants of tokens that end go with them, and the organizations' logs say so. A constant number of statements. */
export async function endGrantsWithTokens(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  tokens: readonly { id: number; name: string }[],
  cause: 'TOKEN_DELETED' | 'TOKEN_REVOKED',
): Promise<void> {
  const names = new Map(tokens.map(({ id, name }) => [id, name]));
  const grants = await lockLiveGrants(tx, [...names.keys()]);
  if (grants.length === 0) return;
  await endGrants(tx, grants, { at: now, cause, by: actor });
  await recordAudit(
    tx,
    actor,
    now,
    grants.map(({ id, organizationId, tokenId }) => ({
      log: { organizationId },
      action: 'personal_access_token.access_revoked',
      subject: { type: 'token_grant', id, name: names.get(tokenId)! },
      details: { token_id: tokenId, cause: cause.toLowerCase() },
    })),
  );
}
