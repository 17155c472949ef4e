import { randomUUID } from 'node:crypto';
import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mustBeActive, mustOwn } from './own-webhook.ts';
import { deliveryJob } from './tell-webhooks.ts';
import { insertDelivery, type OwnedDelivery } from './webhook-delivery.store.ts';
import { lockWebhook, type OwnedWebhook } from './webhook.store.ts';

/** Sends an event that tells nothing, to see whether the receiver answers. CONFLICT while the webhook is switched off. */
export const pingWebhook = (caller: Caller, id: number | null): Promise<OwnedDelivery> =>
  caller.database.transaction(async (tx) => {
    const webhook = mustOwn(caller, id === null ? null : await lockWebhook(tx, id));
    mustBeActive(webhook);
    return queuePing(tx, caller, webhook);
  });

/** In the transaction that makes the webhook, or that asks. Tried once: whoever pings looks at the answer. */
export async function queuePing(tx: Tx, { viewer, now }: Caller, webhook: OwnedWebhook): Promise<OwnedDelivery> {
  const delivery = await insertDelivery(tx, {
    webhookId: webhook.id,
    guid: randomUUID(),
    event: 'ping',
    action: null,
    requestId: null,
    installationId: null,
    senderUserId: viewer.userId,
    senderAppId: null,
    payload: null,
    state: 'PENDING',
    createdAt: now,
  });
  const owned = Object.assign(delivery, { ownerOrganizationId: webhook.ownerOrganizationId });
  await addJobs(tx, [deliveryJob(owned, { maxAttempts: 1 })]);
  return owned;
}
