import { LIMITS } from '@countersign/schema';
import type { Database, Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import type { ExpiryMail } from './token-expiry.mail.ts';
import { claimReminders, type Ending, findStillEnding } from './token-expiry.store.ts';

/**
 * Mails people that their tokens are about to expire: 30, 7 and 1 days before, in one mail a person and day, which speaks of all that come so near
 * on that day. Once, however often and in however many processes it runs. (ML-3)
 */
export async function remindOfExpiry({ database, now }: { database: Database; now: Date }): Promise<void> {
  for (let isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    isMore = await database.transaction(async (tx) => {
      const near = Map.groupBy(await claimReminders(tx, { now, people: LIMITS.decisionBatch }), ({ userId }) => userId);
      await addJobs(
        tx,
        [...near].map(([userId, endings]) => endingsMailJob('tokens-expire', userId, endings)),
      );
      return near.size === LIMITS.decisionBatch;
    });
  }
}

export const endingsMailJob = (template: 'tokens-expire' | 'tokens-expired', userId: number, endings: Ending[]) =>
  mailJob({ template, userId, data: { endings: endings.map(({ id, expiresAt }) => ({ id, expiresAt })) } });

/** What is left of a reminder when it goes out: nothing of what has ended meanwhile, one way or the other. */
export async function stillToExpire(tx: Tx, { endings }: { endings: Ending[] }, now: Date): Promise<ExpiryMail | null> {
  const tokens = (await findStillEnding(tx, endings)).filter(({ expiresAt }) => expiresAt! > now);
  return tokens.length > 0 ? { tokens, now } : null;
}
