import { LIMITS } from '@countersign/schema';
import type { Database, Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { recordAudit, systemActor } from '../audit-log/record-audit.ts';
import { endingsMailJob } from './remind-of-expiry.job.ts';
import type { ExpiryMail } from './token-expiry.mail.ts';
import { claimExpired, type Ending, type EndingOf, findStillEnding } from './token-expiry.store.ts';

/**
 * Records in their users' security logs that tokens have expired, and mails it: what expired since the last look in one mail a person. The clock
 * has ended the tokens already. Once, however often and in however many processes it runs. (EX-2, EX-10, ML-3)
 */
export async function tellExpired({ database, now }: { database: Database; now: Date }): Promise<void> {
  for (let isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    isMore = await database.transaction(async (tx) => {
      const expired = await claimExpired(tx, { now, people: LIMITS.decisionBatch });
      await recordAudit(tx, systemActor, now, expired.map(entryOf));
      const people = Map.groupBy(expired, ({ userId }) => userId);
      await addJobs(
        tx,
        [...people].map(([userId, endings]) => endingsMailJob('tokens-expired', userId, endings)),
      );
      return people.size === LIMITS.decisionBatch;
    });
  }
}

const entryOf = ({ id, userId, kind, name, expiresAt }: EndingOf) =>
  ({
    log: { userId },
    action: kind === 'CLASSIC' ? 'oauth_access.destroy' : 'personal_access_token.destroy',
    subject: { type: 'token', id, name },
    details: { explanation: 'expired', expires_at: expiresAt },
  }) as const;

/** What is left of the news when it goes out: nothing of what was deleted meanwhile. */
export async function stillExpired(tx: Tx, { endings }: { endings: Ending[] }, now: Date): Promise<ExpiryMail | null> {
  const tokens = await findStillEnding(tx, endings);
  return tokens.length > 0 ? { tokens, now } : null;
}
