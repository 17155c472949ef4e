import { expect, vi } from 'vitest';
import type { Database } from '../platform/database/database.ts';

/** Postgres has seen that processes which were killed are gone. */
export const processesGone = (database: Database) =>
  vi.waitFor(
    async () =>
      expect(
        await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE application_name = 'countersign life line' AND datname = current_database()`,
        ),
      ).toEqual([]),
    { timeout: 10_000, interval: 10 },
  );
