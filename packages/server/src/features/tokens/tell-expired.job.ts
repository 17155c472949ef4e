import { LIMITS } from '@countersign/schema';
import type { Database, Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { recordAudit, systemActor } from '../audit-log/record-audit.ts';
import { entryOfEnd } from './entry-of-end.ts';
import { endingsMailJob } from './remind-of-expiry.job.ts';
import type { ExpiryMail } from './token-expiry.mail.ts';
import { claimExpired, type Ending, findStillEnding } from './token-expiry.store.ts';

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
      const entries = expired.map((ended) =>
        entryOfEnd(ended, 'destroyed', { explanation: 'expired', expires_at: ended.expiresAt }),
      );
      await recordAudit(tx, systemActor, now, entries);
      const people = Map.groupBy(expired, ({ userId }) => userId);
      await addJobs(
        tx,
        [...people].map(([userId, endings]) => endingsMailJob('tokens-expired', userId, endings)),
      );
      return people.size === LIMITS.decisionBatch;
    });
  }
}

/** What is left of the news when it goes out: nothing of what was deleted meanwhile. */
export async function stillExpired(tx: Tx, { endings }: { endings: Ending[] }, now: Date): Promise<ExpiryMail | null> {
  const tokens = await findStillEnding(tx, endings);
  return tokens.length > 0 ? { tokens, now } : null;
}
