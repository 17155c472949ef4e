import type { Actor } from '../../access/viewer.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { revokeTokensBySecret } from '../tokens/revoke-tokens.ts';
import { tokenToTell } from '../tokens/tell-of-token.ts';
import type { TokenToTell } from '../tokens/token.mail.ts';
import type { LeakPlace } from './leaked-token.mail.ts';

export type Leak = {
  hash: Buffer;
  /** Where everybody could read it; null = somebody reported it. */
  place: LeakPlace | null;
};

/**
 * Ends the tokens whose secrets are known to others, of whatever kind, and tells their users; what does not hold any more is left as it is. One
 * transaction and a constant number of statements for any number; of two at the same moment one ends and tells. (EX-4, EX-5, EX-10, ML-3)
 */
export async function revokeLeakedTokens(
  { database, actor, now }: { database: Database; actor: Actor; now: Date },
  leaks: readonly Leak[],
): Promise<void> {
  if (leaks.length === 0) return;
  const places = new Map(leaks.map(({ hash, place }) => [hash.toString('base64'), place]));
  const placeOf = ({ secretHash }: { secretHash: Buffer }) => places.get(secretHash.toString('base64')) ?? null;
  const hashes = leaks.map(({ hash }) => hash);
  await database.transaction(async (tx) => {
    const revoked = await revokeTokensBySecret(tx, { actor, now }, hashes, (token) => reasonFor(placeOf(token)));
    const ofPeople = revoked.filter(({ userId }) => userId !== null);
    const mails = ofPeople.map((token) =>
      mailJob({
        template: 'token-leaked',
        userId: token.userId!,
        data: { id: token.id, place: placeOf(token) } satisfies LeakToTell,
      }),
    );
    await addJobs(tx, mails);
  });
}

const reasonFor = (place: LeakPlace | null) =>
  place ? { explanation: 'found in a public repository', ...place } : { explanation: 'reported as exposed' };

/** What is queued for the mail: the token, and where it stood. */
export type LeakToTell = { id: number; place: LeakPlace | null };

/** The token as its mail speaks of it when it goes out; deleted meanwhile, its user is told all the same. */
export async function leakToTell(
  tx: Tx,
  { id, place }: LeakToTell,
): Promise<(TokenToTell & Pick<LeakToTell, 'place'>) | null> {
  const token = await tokenToTell(tx, { id });
  return token && { ...token, place };
}
