import type { Caller } from '../../access/caller.ts';
import { makeTokenSecret } from '../../access/secrets.ts';
import { conflict, forbidden, invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { type HeldMembership, holdMembershipById } from '../organizations/hold-membership.ts';
import { allowsFineGrained } from '../token-policies/token-policy.rules.ts';
import { holdRequestsOfToken } from '../token-requests/hold-requests-of-token.ts';
import { settleEdit } from '../token-requests/settle-edit.ts';
import type { TokenRequest } from '../token-requests/token-request.entity.ts';
import { findReach } from './find-own-token.ts';
import type { MadeToken } from './make-token.ts';
import { tellOfToken } from './tell-of-token.ts';
import type { PersonalKind, Token } from './token.entity.ts';
import { type Expiry, problemsWithLifetime, readExpiry, statusOf } from './token.rules.ts';
import { lockOwnToken, updateToken } from './token.store.ts';

export type RegenerateTokenInput = Expiry & { tokenId: number; kinds?: readonly PersonalKind[] };

/**
 * Gives one of the person's own tokens a new secret and a new expiry; the old secret is dead in the same instant, what was granted stays (TK-10),
 * and what is asked for too, anew where the token now lives longer than those who decide have seen (RQ-12). Of several at once each waits for the one before: the last secret is the live one. Nothing dead is revived: CONFLICT for
 * what expired or was revoked, NOT_FOUND for what was deleted (EX-1). A fine-grained one has to fit its organization's policy: INVALID names the
 * expiry that is too long (PO-5), FORBIDDEN the policy that lets none in; a classic one meets policy at its use.
 */
export async function regenerateToken(
  caller: Caller,
  { tokenId, kinds, ...wish }: RegenerateTokenInput,
): Promise<MadeToken> {
  const userId = caller.viewer.mustBeFreshSession(caller.now);
  const expiry = readExpiry(wish, caller.now);
  if ('problems' in expiry) throw invalid(expiry.problems);
  return caller.database.transaction(async (tx) => {
    const token = await lockOwnToken(tx, userId, tokenId, kinds);
    if (!token) throw notFound('The token');
    const status = statusOf(token, caller.clock());
    if (status !== 'ACTIVE')
      throw conflict(`The token is ${status.toLowerCase()} and cannot be revived. Make a new one.`);
    const held =
      token.organizationId === null
        ? null
        : await holdFitting(tx, userId, token.organizationId, { wish, now: caller.now, expiresAt: expiry.at });

    // Held before the token has another secret: who grants what waits looks at the token, and would wait for us who wait for the request.
    const requests = held ? await holdRequestsOfToken(tx, token.id, 'ALL') : [];
    const { secret, hash, lastEight } = makeTokenSecret(token.kind);
    const change = { secretHash: hash, lastEight, issuedAt: caller.now, expiresAt: expiry.at };
    const regenerated = await updateToken(tx, token, change);
    await recordAudit(tx, caller.viewer.actor, caller.now, [entryOf(token, regenerated)]);
    await tellOfToken(tx, regenerated, 'regenerated');
    const pending = requests.find((request) => request.status === 'PENDING');
    if (held && pending && livesLonger(regenerated, token)) await askAnew(tx, caller, regenerated, { held, pending });
    return { token: regenerated, secret };
  });
}

type Life = { wish: Expiry; now: Date; expiresAt: Date | null };

/** The membership that lets the token live so long, held. */
async function holdFitting(
  tx: Tx,
  userId: number,
  organizationId: number,
  { wish, ...life }: Life,
): Promise<HeldMembership> {
  const held = await holdMembershipById(tx, organizationId, userId);
  if (!held) throw notFound('The organization');
  const { login } = held.organization;
  if (!allowsFineGrained(held.policy))
    throw forbidden(`${login} does not allow fine-grained tokens.`, { policy: login });
  const problems = problemsWithLifetime(wish, life, { login, maxDays: held.policy.fineGrainedMaxDays });
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return held;
}

/** What waits ends, and another request asks the same for a token that lives longer than those who decide have seen. (RQ-12) */
async function askAnew(
  tx: Tx,
  caller: Caller,
  token: Token,
  { held, pending }: { held: HeldMembership; pending: TokenRequest },
): Promise<void> {
  const reach = await findReach(tx, token.id);
  await settleEdit(tx, caller, { token, held, pending, reach, reason: pending.reason });
}

const livesLonger = (now: Token, before: Token): boolean =>
  before.expiresAt !== null && (now.expiresAt === null || now.expiresAt > before.expiresAt);

const entryOf = (before: Token, { id, name, userId, kind, expiresAt }: Token) =>
  ({
    log: { userId: userId! },
    action: kind === 'CLASSIC' ? 'oauth_access.regenerate' : 'personal_access_token.credential_regenerated',
    subject: { type: 'token', id, name },
    details: { expires_at: { from: before.expiresAt, to: expiresAt } },
  }) as const;
