import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { removeGivenUp } from '../../platform/jobs/remove-given-up.ts';
import { DELIVER_WEBHOOK } from './tell-webhooks.ts';
import { deleteDeliveriesBefore } from './webhook-delivery.store.ts';

const KEPT = 30 * 24 * 60 * 60 * 1000;

/** Deletes deliveries and their log after thirty days, a batch in each statement, and the jobs that were given up with them. */
export async function forgetDeliveries({ database, now }: { database: Database; now: Date }): Promise<void> {
  const before = new Date(now.getTime() - KEPT);
  for (let isMore = true; isMore;) {
    // oxlint-disable-next-line no-await-in-loop -- so that no statement holds more than a batch of locks
    isMore = (await deleteDeliveriesBefore(database.manager, before, LIMITS.decisionBatch)) === LIMITS.decisionBatch;
  }
  await removeGivenUp(database.manager, DELIVER_WEBHOOK, before);
}
