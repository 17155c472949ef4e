import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { addJobs, type Job } from '../../platform/jobs/add-jobs.ts';
import { insertDeliveriesOf, type Told } from './webhook-event.store.ts';

export const DELIVER_WEBHOOK = 'deliver-webhook';

/** With the growing delays between them that is half an hour. */
const MOST_TRIES = 8;

export const deliveryKey = (id: number): string => `webhook delivery ${id}`;

const ofOwner = 'webhooks of organization ';
/** Less than half of what a process does at once: no organization alone, however many of its receivers are slow, keeps the others waiting. */
const MOST_OF_OWNER = 3;

/** How many deliveries of a flag run in a process at a time: one for each webhook. */
export const mostDeliveriesOf = (flag: string): number => (flag.startsWith(ofOwner) ? MOST_OF_OWNER : 1);

/** A try at a delivery. A receiver that is slow keeps only its own waiting. */
export const deliveryJob = (
  { id, webhookId, ownerOrganizationId }: { id: number; webhookId: number; ownerOrganizationId: number | null },
  { isRedelivery = false, maxAttempts = MOST_TRIES } = {},
): Job => ({
  task: DELIVER_WEBHOOK,
  payload: { id, ...(isRedelivery && { isRedelivery }) },
  flags: [`webhook ${webhookId}`, ...(ownerOrganizationId === null ? [] : [`${ofOwner}${ownerOrganizationId}`])],
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
