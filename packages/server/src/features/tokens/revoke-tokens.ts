import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import { endGrantsWithTokens } from '../token-grants/end-grants-with-tokens.ts';
import { cancelRequestsOfRevoked } from '../token-requests/cancel-token-request.ts';
import { entryOfEnd } from './entry-of-end.ts';
import { findInstalled, lockHolding, markRevoked } from './token-ending.store.ts';
import type { Token } from './token.entity.ts';
import { pairOf } from './user-token.rules.ts';

export type By = { actor: Actor; now: Date };
/** Why, for the log: an explanation, and what else is to be known. */
type Reason = (token: Token) => { explanation: string; [more: string]: unknown };

/**
 * Ends tokens that are locked in id order, for good: with what waits and what was granted, and with an entry for each in its user's security log,
 * or its organization's where it is an App's. A constant number of statements. (EX-1, EX-10, RQ-8)
 */
export async function revokeTokens(tx: Tx, by: By, tokens: readonly Token[], reason: Reason): Promise<void> {
  const ids = tokens.map(({ id }) => id);
  // Tokens before their requests before their grants, as by their users.
  await cancelRequestsOfRevoked(tx, by, ids);
  await endGrantsWithTokens(tx, by, tokens, 'TOKEN_REVOKED');
  await markRevoked(tx, ids, by.now);
  const entries = await entriesOf(tx, tokens, reason);
  await recordAudit(tx, by.actor, by.now, entries);
}

/**
 * Ends the tokens that have these secrets and hold, of all kinds; says which. Of two at the same moment one ends them. With the token that an App has
 * for a person goes its refresh token, and the other way round. (RFC 7009, 2.1)
 */
export async function revokeTokensBySecret(
  tx: Tx,
  by: By,
  secretHashes: readonly Buffer[],
  reason: Reason,
): Promise<Token[]> {
  const hashes = new Set(secretHashes.map((hash) => hash.toString('hex')));
  const isNamed = ({ secretHash }: Token) => hashes.has(secretHash.toString('hex'));
  const found = await lockHolding(tx, secretHashes, by.now);
  const named = new Map(found.filter(isNamed).map((token) => [pairOf(token), token]));
  const tokens = found.filter((token) => named.has(pairOf(token)));
  const reasonOfPair: Reason = (token) => reason(isNamed(token) ? token : named.get(pairOf(token))!);
  if (tokens.length > 0) await revokeTokens(tx, by, tokens, reasonOfPair);
  return tokens.filter(isNamed);
}

async function entriesOf(tx: Tx, tokens: readonly Token[], reason: Reason): Promise<AuditRecord[]> {
  const installationIds = tokens.flatMap(({ installationId }) => installationId ?? []);
  const installed = installationIds.length > 0 ? await findInstalled(tx, installationIds) : [];
  const byId = new Map(installed.map((row) => [row.id, row]));
  return tokens.map((token) => {
    if (token.installationId === null) return entryOfEnd(token, 'revoked', reason(token));
    const { id, appId, organizationId } = byId.get(token.installationId)!;
    return {
      log: { organizationId },
      action: 'integration_installation.credential_revoked',
      subject: { type: 'app', id: appId, name: token.name },
      details: { installation_id: id, token_id: token.id, ...reason(token) },
    };
  });
}
