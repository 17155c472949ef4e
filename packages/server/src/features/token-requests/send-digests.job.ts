import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { claimDigests } from './digest.store.ts';

type Turn = {
  database: Database;
  /** UTC. */
  digestHour: number;
  now: Date;
};

/**
 * Mails owners what waits in all their organizations: each once a day (UTC), from the hour on or as soon after it as a process is up, and nobody
 * for whom nothing waits. Once, however often and in however many processes it runs. (ML-1)
 */
export async function sendDigests({ database, digestHour, now }: Turn): Promise<void> {
  const hour = now.getUTCHours();
  if (hour < digestHour) return;
  const turn = { day: now.toISOString().slice(0, 10), isHourOver: hour > digestHour, people: LIMITS.decisionBatch };
  for (let isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    isMore = await database.transaction(async (tx) => {
      const claimed = await claimDigests(tx, turn);
      const needed = claimed.filter(({ isNeeded }) => isNeeded);
      await addJobs(
        tx,
        needed.map(({ userId }) => mailJob({ template: 'token-request-digest', userId, data: {} })),
      );
      return claimed.length === LIMITS.decisionBatch;
    });
  }
}
