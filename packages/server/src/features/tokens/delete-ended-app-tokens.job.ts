import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { deleteAppTokensEndedBefore } from './app-token.store.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Deletes tokens of Apps that ended more than a day ago: they live for hours (EX-8), Apps make them all day, and the audit log has each. */
export async function deleteEndedAppTokens({ database, now }: { database: Database; now: Date }): Promise<void> {
  const moment = new Date(now.getTime() - DAY);
  let deleted: number;
  do {
    // One statement after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    deleted = await deleteAppTokensEndedBefore(database.manager, moment, LIMITS.decisionBatch);
  } while (deleted === LIMITS.decisionBatch);
}
