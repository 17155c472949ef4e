import type { Tx } from '../database/database.ts';

/** Removes the jobs of a task that were given up, once they were queued before that moment. One statement. */
export const removeGivenUp = async (tx: Tx, task: string, before: Date): Promise<void> => {
  // Plain SQL: the job library's own function.
  await tx.query(
    `SELECT count(*) FROM graphile_worker.complete_jobs(ARRAY(
       SELECT id FROM graphile_worker.jobs
        WHERE task_identifier = $1 AND attempts >= max_attempts AND locked_at IS NULL AND created_at < $2))`,
    [task, before],
  );
};
