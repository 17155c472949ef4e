import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { WebhookAttempt, WebhookDelivery } from './webhook.entity.ts';

/** Whose webhook it is for stands beside it: only that organization's owners see it. */
export type OwnedDelivery = WebhookDelivery & { ownerOrganizationId: number | null };

const ownedBy = (delivery: WebhookDelivery, ownerOrganizationId: number | null): OwnedDelivery =>
  Object.assign(delivery, { ownerOrganizationId });

type Of = { id: number; ownerOrganizationId: number | null };

/** A webhook's deliveries, the newest first. */
export async function findDeliveriesPage(tx: Tx, webhook: Of, page: Page): Promise<PageOf<OwnedDelivery>> {
  const query = tx.createQueryBuilder(WebhookDelivery, 'delivery').where({ webhookId: webhook.id });
  const { rows, ...rest } = await pageOf(query, page, { by: 'delivery.createdAt', direction: 'DESC' });
  return { ...rest, rows: rows.map((delivery) => ownedBy(delivery, webhook.ownerOrganizationId)) };
}

export async function findDelivery(tx: Tx, webhook: Of, id: number): Promise<OwnedDelivery | null> {
  const delivery = await tx.findOneBy(WebhookDelivery, { id, webhookId: webhook.id });
  return delivery && ownedBy(delivery, webhook.ownerOrganizationId);
}

export const findDeliveriesById = (tx: Tx, ids: readonly number[]): Promise<WebhookDelivery[]> =>
  tx
    .createQueryBuilder(WebhookDelivery, 'delivery')
    .where('delivery.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The last of each webhook: one look into the index for each, however many it has. */
export const findLatestDeliveries = (tx: Tx, webhookIds: readonly number[]): Promise<WebhookDelivery[]> =>
  tx
    .createQueryBuilder(WebhookDelivery, 'delivery')
    .where(
      `delivery.id IN (
         SELECT latest.id FROM unnest(:webhookIds::bigint[]) AS webhook(id)
          CROSS JOIN LATERAL (SELECT id FROM webhook_deliveries WHERE webhook_id = webhook.id ORDER BY created_at DESC, id DESC LIMIT 1) AS latest)`,
      { webhookIds: [...webhookIds] },
    )
    .getMany();

/** The oldest first. */
export const findAttempts = (tx: Tx, deliveryIds: readonly number[]): Promise<WebhookAttempt[]> =>
  tx
    .createQueryBuilder(WebhookAttempt, 'attempt')
    .where('attempt.delivery_id = ANY(:deliveryIds)', { deliveryIds: [...deliveryIds] })
    .orderBy('attempt.id')
    .getMany();

/** Locked against another try until the transaction ends. */
export const lockDelivery = (tx: Tx, id: number): Promise<WebhookDelivery | null> =>
  tx
    .createQueryBuilder(WebhookDelivery, 'delivery')
    .where({ id })
    .setLock('for_no_key_update', undefined, ['delivery'])
    .getOne();

export const insertDelivery = (tx: Tx, delivery: Omit<WebhookDelivery, 'id'>): Promise<WebhookDelivery> =>
  tx.save(tx.create(WebhookDelivery, delivery));

export const writeState = (tx: Tx, id: number, state: WebhookDelivery['state']): Promise<unknown> =>
  tx.update(WebhookDelivery, { id }, { state });

/** Writes down a try and what became of the delivery; nothing when that was deleted meanwhile. */
export async function insertAttempt(
  tx: Tx,
  attempt: Omit<WebhookAttempt, 'id'>,
  state: WebhookDelivery['state'],
): Promise<void> {
  const { affected } = await tx.update(WebhookDelivery, { id: attempt.deliveryId }, { state });
  if (affected === 1) await tx.insert(WebhookAttempt, attempt);
}

/** FAILED, if it still waits. */
export const giveUp = (tx: Tx, id: number): Promise<unknown> =>
  tx.update(WebhookDelivery, { id, state: 'PENDING' }, { state: 'FAILED' });

/** Keeps the body that is sent, if none is kept yet; the one that is kept. Null when the delivery was deleted meanwhile. */
export async function keepPayload(tx: Tx, id: number, payload: string): Promise<string | null> {
  // The driver of a plain UPDATE answers with rows and their number.
  const [rows]: [{ payload: string }[], number] = await tx.query(
    'UPDATE webhook_deliveries SET payload = coalesce(payload, $2) WHERE id = $1 RETURNING payload',
    [id, payload],
  );
  return rows[0]?.payload ?? null;
}

/** All of a webhook, with their tries. */
export const deleteDeliveriesOf = (tx: Tx, webhookId: number): Promise<unknown> =>
  tx.delete(WebhookDelivery, { webhookId });

/** Deletes at most so many of before that moment, with their tries, and waits for nobody who does the same; how many it deleted. */
export async function deleteDeliveriesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [before, limit],
  );
  return count;
}
