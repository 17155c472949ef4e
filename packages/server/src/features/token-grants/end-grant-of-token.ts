import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endGrantsOfTokens } from './token-grant.store.ts';

/** The grant of a token that is being deleted ends with it, and the organization's log says so. */
export async function endGrantOfToken(
  tx: Tx,
  { viewer, now }: Caller,
  token: { id: number; name: string },
): Promise<void> {
  const ended = await endGrantsOfTokens(tx, [token.id], { at: now, cause: 'TOKEN_DELETED', by: viewer.actor });
  await recordAudit(
    tx,
    viewer.actor,
    now,
    ended.map(({ id, organizationId }) => ({
      log: { organizationId },
      action: 'personal_access_token.access_revoked',
      subject: { type: 'token_grant', id, name: token.name },
      details: { token_id: token.id, cause: 'token_deleted' },
    })),
  );
}
