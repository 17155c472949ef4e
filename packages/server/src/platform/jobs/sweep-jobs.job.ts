import type { Database } from '../database/database.ts';

const DAY = 24 * 60 * 60 * 1000;
const KEPT_FOR = 30 * DAY;

// What is given up has the time at which its next try would have been, were there one.
const SWEEP = `
  DELETE FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND locked_at IS NULL AND run_at < $1`;

/** Deletes jobs that were given up 30 days ago: so long people see them, and can have them done after all. One statement for any number. */
export async function sweepJobs({ database, now }: { database: Database; now: Date }): Promise<void> {
  await database.query(SWEEP, [new Date(now.getTime() - KEPT_FOR)]);
}
