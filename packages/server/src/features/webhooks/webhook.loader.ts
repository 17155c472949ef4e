import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import {
  findAttempts,
  findDeliveriesById,
  findLatestDeliveries,
  type OwnedDelivery,
} from './webhook-delivery.store.ts';
import type { WebhookAttempt, WebhookDelivery } from './webhook.entity.ts';
import { findWebhooks, findWebhooksOfApps, type OwnedWebhook } from './webhook.store.ts';

export const webhookLoader = (database: Database) =>
  new DataLoader<number, OwnedWebhook | null>(async (ids) =>
    rowsById(ids, await findWebhooks(database.manager, ids), ({ id }) => id),
  );

/** The one of each App. */
export const webhookOfAppLoader = (database: Database) =>
  new DataLoader<number, OwnedWebhook | null>(async (appIds) =>
    rowsById(appIds, await findWebhooksOfApps(database.manager, appIds), ({ appId }) => appId!),
  );

/** Deliveries with whose webhook they are for. */
export const webhookDeliveryLoader = (database: Database) =>
  new DataLoader<number, OwnedDelivery | null>(async (ids) => {
    const deliveries = await findDeliveriesById(database.manager, ids);
    const webhooks = await findWebhooks(
      database.manager,
      deliveries.map(({ webhookId }) => webhookId),
    );
    const owners = new Map(webhooks.map(({ id, ownerOrganizationId }) => [id, ownerOrganizationId]));
    const owned = deliveries.map((row) =>
      Object.assign(row, { ownerOrganizationId: owners.get(row.webhookId) ?? null }),
    );
    return rowsById(ids, owned, ({ id }) => id);
  });

/** The last delivery of each webhook. */
export const latestDeliveryLoader = (database: Database) =>
  new DataLoader<number, WebhookDelivery | null>(async (webhookIds) =>
    rowsById(webhookIds, await findLatestDeliveries(database.manager, webhookIds), ({ webhookId }) => webhookId),
  );

/** What was tried of each delivery, the oldest first. */
export const webhookAttemptsLoader = (database: Database) =>
  new DataLoader<number, WebhookAttempt[]>(async (deliveryIds) => {
    const attempts = Map.groupBy(await findAttempts(database.manager, deliveryIds), ({ deliveryId }) => deliveryId);
    return deliveryIds.map((id) => attempts.get(id) ?? []);
  });
