import { vi } from 'vitest';
import type { Database } from '../platform/database/database.ts';

const DUE = `
  WITH due AS (
    UPDATE graphile_worker._private_jobs SET run_at = now()
     WHERE attempts > 0 AND attempts < max_attempts AND locked_at IS NULL RETURNING id
  )
  SELECT pg_notify('jobs:insert', '{"count": 1}') FROM due`;

/** Waits until a job has failed, and takes the delay before its next try away. */
export async function retryAtOnce(database: Database): Promise<void> {
  await vi.waitFor(
    async () => {
      const due: unknown[] = await database.query(DUE);
      if (due.length === 0) throw new Error('No job has failed yet');
    },
    { timeout: 10_000, interval: 10 },
  );
}
