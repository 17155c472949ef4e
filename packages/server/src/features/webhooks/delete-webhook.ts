import type { Caller } from '../../access/caller.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { auditOf, mustOwn } from './own-webhook.ts';
import { deleteDeliveriesOf } from './webhook-delivery.store.ts';
import { originOf } from './webhook-url.ts';
import { deleteWebhookRow, lockWebhook, type OwnedWebhook } from './webhook.store.ts';

/** Ends a webhook at once, with its deliveries and their log: what waits is never sent. */
export const deleteWebhook = (caller: Caller, id: number | null): Promise<OwnedWebhook> =>
  caller.database.transaction(async (tx) => {
    const webhook = mustOwn(caller, id === null ? null : await lockWebhook(tx, id));
    // Its deliveries first: from its own row's deletion on decisions wait for this transaction, so little is to come then.
    await deleteDeliveriesOf(tx, webhook.id);
    await deleteWebhookRow(tx, webhook.id);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { ...auditOf(webhook, originOf(webhook.url)), action: 'hook.destroy', details: { app_id: webhook.appId } },
    ]);
    return webhook;
  });
