import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import { mustOwn } from './own-webhook.ts';
import { findDeliveriesPage, findDelivery, type OwnedDelivery } from './webhook-delivery.store.ts';
import { findWebhooks, findWebhooksPage, type OwnedWebhook } from './webhook.store.ts';

/** The organization's own, for its owners, the newest first. */
export function listWebhooks(caller: Caller, organizationId: number, page: Page): Promise<PageOf<OwnedWebhook>> {
  mustOwn(caller, { ownerOrganizationId: organizationId });
  return findWebhooksPage(caller.database.manager, organizationId, page);
}

/** One of the organization's own. */
export async function findOwnWebhook(caller: Caller, organizationId: number, id: number): Promise<OwnedWebhook> {
  const [webhook = null] = await findWebhooks(caller.database.manager, [id]);
  const owned = mustOwn(caller, webhook);
  if (owned.organizationId !== organizationId) throw notFound('The webhook');
  return owned;
}

/** What a webhook was told, the newest first. */
export function listDeliveries(caller: Caller, webhook: OwnedWebhook, page: Page): Promise<PageOf<OwnedDelivery>> {
  return findDeliveriesPage(caller.database.manager, mustOwn(caller, webhook), page);
}

/** One of a webhook's deliveries. */
export async function findOwnDelivery(caller: Caller, webhook: OwnedWebhook, id: number): Promise<OwnedDelivery> {
  const delivery = await findDelivery(caller.database.manager, mustOwn(caller, webhook), id);
  if (!delivery) throw notFound('The delivery');
  return delivery;
}
