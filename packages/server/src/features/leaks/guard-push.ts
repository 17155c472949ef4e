import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { removeJob } from '../../platform/jobs/remove-job.ts';
import type { Log } from '../../platform/telemetry/log.ts';
import { isPublicNow } from '../repositories/find-repository.ts';
import { gitDirectoryOf } from '../repositories/git-directory.ts';
import { findTips } from '../repositories/start-git.ts';
import {
  type PublicRepository,
  type ScanHouse,
  scanJob,
  scanOfWholeRepository,
  scanRange,
} from './scan-for-leaks.job.ts';

/** So long a push is scanned while it waits; what takes longer a job does, from the beginning. */
const LONGEST_WAIT = 5_000;
/** So long after the last sign of life of whoever guards a push a job does the scan; a sign every third of it. */
const TAKEOVER = 60_000;

export type GuardOptions = ScanHouse & { log: Pick<Log, 'warn' | 'error'>; longestWait?: number };

export type PushGuard = {
  /**
   * Git has ended, well or not: looks through all that is new. Resolves when every token in it is dead, or when it is left to a job; never rejects.
   * `pushed`: the ids that the push wanted refs to have. A ref that another push has moved on by now would not lead to them.
   */
  finish(pushed: Iterable<string>): Promise<void>;
};

/**
 * Call it before git takes a push: from then on the scan of what it brings is queued, whatever happens to this process. (EX-4)
 *
 * No push at the same time hides an object from both: what the refs led to before a push was brought by one that began earlier, and the earliest
 * that brought it looks through it.
 */
export async function guardPush(
  house: GuardOptions,
  repository: PublicRepository & { isPublic: boolean },
): Promise<PushGuard> {
  const { id, name, isPublic } = repository;
  return isPublic ? guardPublicPush(house, { id, name }) : watchForPublication(house, { id, name });
}

async function guardPublicPush(house: GuardOptions, repository: PublicRepository): Promise<PushGuard> {
  const { database, settings, clock, log, longestWait = LONGEST_WAIT } = house;
  const directory = gitDirectoryOf(settings.gitRoot, repository.id);
  const before = await findTips(directory);
  const jobKey = `scan-for-leaks:push:${randomUUID()}`;
  const queue = (tips: string[] | null, delay: number) => {
    const runAt = new Date(clock().getTime() + delay);
    return addJobs(database.manager, [scanJob({ repository, tips, before }, { jobKey, runAt })]);
  };
  await queue(null, TAKEOVER);
  let renewed = Promise.resolve();
  const renew = () => {
    renewed = queue(null, TAKEOVER).catch((error: unknown) =>
      log.warn({ err: error }, 'The scan of a push was not put off'),
    );
  };
  const timer = setInterval(renew, TAKEOVER / 3).unref();

  const scan = async (pushed: Iterable<string>) => {
    clearInterval(timer);
    await renewed;
    const known = new Set(before);
    const tips = [...new Set([...pushed, ...(await findTips(directory))])].filter((tip) => !known.has(tip));
    const late = AbortSignal.timeout(longestWait);
    try {
      if (tips.length > 0) await scanRange(house, repository, { range: { tips, before }, signal: late });
      await removeJob(database.manager, jobKey);
    } catch (error) {
      if (!late.aborted) log.error({ err: error }, 'The scan of a push failed, and is left to a job');
      await queue(tips, 0);
    }
  };
  return {
    finish(pushed) {
      // Where even that fails, the job that was queued in the beginning is still there.
      const scanned = scan(pushed).catch((error: unknown) => log.error({ err: error }, 'A push was not scanned yet'));
      // The signal ends git; a database that does not answer is not waited for either.
      return Promise.race([scanned, setTimeout(2 * longestWait, undefined, { ref: false })]);
    },
  };
}

/** A private repository may be made public while the push runs, and be searched before the push has come to its end. */
async function watchForPublication({ database, log }: GuardOptions, repository: PublicRepository): Promise<PushGuard> {
  const look = async () => {
    if (await isPublicNow(database.manager, repository.id))
      await addJobs(database.manager, [scanOfWholeRepository(repository)]);
  };
  return { finish: () => look().catch((error: unknown) => log.error({ err: error }, 'A push was not looked after')) };
}
