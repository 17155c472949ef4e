import { LIMITS, tokenKindOf } from '@countersign/schema';
import { hashOf } from '../../access/secrets.ts';
import { AppError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import { countReport } from './report-throttle.ts';
import { revokeLeakedTokens } from './revoke-leaked-tokens.ts';

/** Somebody without a credential. */
export type Stranger = Readonly<{ database: Database; now: Date; ip: string; requestId: string }>;

/**
 * Ends the tokens whose secrets are given, before it resolves. Whoever has a secret may do that; what is known here, and what is no secret of ours,
 * makes no difference to what they are told. Nothing of what was given is kept. INVALID for anything but 1 to 1,000 strings, RATE_LIMITED per
 * address. (EX-5)
 */
export async function reportCredentials(
  { database, now, ip, requestId }: Stranger,
  { credentials }: { credentials: unknown },
): Promise<void> {
  await countReport(database, ip);
  const hashes = readCredentials(credentials).flatMap((given) => (tokenKindOf(given) === null ? [] : hashOf(given)));
  const actor = { ...systemActor, ip, requestId };
  await revokeLeakedTokens(
    { database, actor, now },
    hashes.map((hash) => ({ hash, place: null })),
  );
}

function readCredentials(given: unknown): string[] {
  if (!Array.isArray(given)) throw unreadable('"credentials" has to be a list of strings.');
  if (given.length === 0 || given.length > LIMITS.reportedCredentials)
    throw unreadable(
      `"credentials" has to hold 1 to ${LIMITS.reportedCredentials} strings, and holds ${given.length}.`,
    );
  if (!given.every((one) => typeof one === 'string')) throw unreadable('"credentials" has to hold strings alone.');
  return given;
}

const unreadable = (sentence: string) => new AppError('INVALID', sentence, { sentences: [sentence] });
