import type { Caller } from '../../access/caller.ts';
import { conflict, notFound } from '../../errors.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { removeJob } from '../../platform/jobs/remove-job.ts';
import { mustBeActive, mustOwn } from './own-webhook.ts';
import { deliveryJob, deliveryKey } from './tell-webhooks.ts';
import { lockDelivery, type OwnedDelivery, writeState } from './webhook-delivery.store.ts';
import { findWebhooks } from './webhook.store.ts';

/** Sends the same bytes once more, whatever became of them. Tried once. CONFLICT while tries are still to come, or the webhook is switched off. (AP-3) */
export const redeliver = (caller: Caller, id: number | null): Promise<OwnedDelivery> =>
  caller.database.transaction(async (tx) => {
    const delivery = id === null ? null : await lockDelivery(tx, id);
    const [webhook = null] = delivery ? await findWebhooks(tx, [delivery.webhookId]) : [];
    const { ownerOrganizationId } = mustOwn(caller, webhook, 'The delivery');
    if (!delivery || !webhook) throw notFound('The delivery');
    mustBeActive(webhook);
    if (delivery.state === 'PENDING') throw conflict('The delivery is still being tried.');
    await writeState(tx, delivery.id, 'PENDING');
    // The one that was given up has nothing to tell any more.
    await removeJob(tx, deliveryKey(delivery.id));
    const owned = Object.assign(delivery, { state: 'PENDING' as const, ownerOrganizationId });
    await addJobs(tx, [deliveryJob(owned, { isRedelivery: true, maxAttempts: 1 })]);
    return owned;
  });
