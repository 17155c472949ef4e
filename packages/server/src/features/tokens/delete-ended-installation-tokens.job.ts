import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { deleteInstallationTokensEndedBefore } from './installation-token.store.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Deletes installation tokens that ended more than a day ago: they live an hour (EX-8), Apps make them all day, and the audit log has each. */
export async function deleteEndedInstallationTokens({
  database,
  now,
}: {
  database: Database;
  now: Date;
}): Promise<void> {
  const moment = new Date(now.getTime() - DAY);
  let deleted: number;
  do {
    // One statement after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    deleted = await deleteInstallationTokensEndedBefore(database.manager, moment, LIMITS.decisionBatch);
  } while (deleted === LIMITS.decisionBatch);
}
