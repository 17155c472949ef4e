import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { addJobs, type Job } from '../../platform/jobs/add-jobs.ts';
import { insertDeliveriesOf, type Told } from './webhook-event.store.ts';

export const DELIVER_WEBHOOK = 'deliver-webhook';

/** With the growing delays between them that is half an hour. */
const MOST_TRIES = 8;

export const deliveryKey = (id: number): string => `webhook delivery ${id}`;

/** A try at a delivery, one at a time for each webhook: a receiver that is slow keeps only its own waiting. */
export const deliveryJob = (
  { id, webhookId }: { id: number; webhookId: number },
  { isRedelivery = false, maxAttempts = MOST_TRIES } = {},
): Job => ({
  task: DELIVER_WEBHOOK,
  payload: { id, ...(isRedelivery && { isRedelivery }) },
  flags: [`webhook ${webhookId}`],
  jobKey: deliveryKey(id),
  maxAttempts,
});

/**
 * Tells the organizations' webhooks, and those of the Apps that may read requests there, in the transaction of what is told: neither exists without
 * the other. Two statements for any number of requests and webhooks, one where nobody listens. (AP-3)
 */
export async function tellWebhooks(
  tx: Tx,
  action: Told['action'],
  requests: Told['requests'],
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const deliveries = await insertDeliveriesOf(tx, { action, requests, sender: actor, at: now });
  await addJobs(
    tx,
    deliveries.map((delivery) => deliveryJob(delivery)),
  );
}
