import type { Tx } from '../database/database.ts';

/** Work for later, done by the task of that name. */
export type Job = {
  task: string;
  payload: object;
  /** Default: at once. */
  runAt?: Date;
  /** A job that waits under the same key is replaced. */
  jobKey?: string;
  /** Default 25, which with the growing delays is some three days. */
  maxAttempts?: number;
  /** Lower goes first, whatever waits; default 0. */
  priority?: number;
  /** What it has in common with others, of which only some may run at a time. */
  flags?: string[];
};

// Plain SQL: the job library's own function, in the caller's transaction, is what makes a job commit together with what it tells of.
const ADD_JOBS = `
  SELECT count(*)
  FROM graphile_worker.add_jobs(ARRAY(SELECT json_populate_recordset(NULL::graphile_worker.job_spec, $1::json)))`;

/** Queues jobs in this transaction: they run once it has committed, and never if it does not. One statement for any number, none for none. */
export async function addJobs(tx: Tx, jobs: Job[]): Promise<void> {
  if (jobs.length === 0) return;
  const specs = lastOfEachKey(jobs).map(({ task, payload, runAt, jobKey, maxAttempts, priority, flags }) => ({
    identifier: task,
    payload,
    run_at: runAt,
    job_key: jobKey,
    max_attempts: maxAttempts,
    priority,
    flags,
  }));
  await tx.query(ADD_JOBS, [JSON.stringify(specs)]);
}

/** Of jobs under one key the last counts, as if they were queued one by one. */
function lastOfEachKey(jobs: Job[]): Job[] {
  const keyed = new Map(jobs.map((job) => [job.jobKey, job]));
  return jobs.filter((job) => job.jobKey === undefined || keyed.get(job.jobKey) === job);
}
