import type { Tx } from '../database/database.ts';

/** Removes the job under this key, one that was given up among them; one that is being done is not tried again. Nothing when there is none. */
export const removeJob = async (tx: Tx, jobKey: string): Promise<void> => {
  // Plain SQL: the job library's own function.
  await tx.query('SELECT 1 FROM graphile_worker.remove_job($1)', [jobKey]);
};
