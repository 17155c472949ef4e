import type { SelectQueryBuilder } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { App } from '../apps/app.entity.ts';
import { Webhook } from './webhook.entity.ts';

/** With the organization whose owners have it in hand: its own, or that of its App; null for an App of a person. */
export type OwnedWebhook = Webhook & { ownerOrganizationId: number | null };

async function withOwners(query: SelectQueryBuilder<Webhook>): Promise<OwnedWebhook[]> {
  const { entities, raw } = await query
    .leftJoin(App, 'app', 'app.id = webhook.app_id')
    .addSelect('(coalesce(webhook.organization_id, app.owner_organization_id))', 'owner')
    .getRawAndEntities<{ owner: number | null }>();
  return entities.map((webhook, index) => Object.assign(webhook, { ownerOrganizationId: raw[index]!.owner }));
}

export const findWebhooks = (tx: Tx, ids: readonly number[]): Promise<OwnedWebhook[]> =>
  withOwners(tx.createQueryBuilder(Webhook, 'webhook').where('webhook.id = ANY(:ids)', { ids: [...ids] }));

export const findWebhooksOfApps = (tx: Tx, appIds: readonly number[]): Promise<OwnedWebhook[]> =>
  withOwners(tx.createQueryBuilder(Webhook, 'webhook').where('webhook.app_id = ANY(:ids)', { ids: [...appIds] }));

/** Locked against change until the transaction ends; what is decided meanwhile may refer to it, and does not wait. */
export async function lockWebhook(tx: Tx, id: number): Promise<OwnedWebhook | null> {
  const query = tx.createQueryBuilder(Webhook, 'webhook').where({ id });
  const [webhook] = await withOwners(query.setLock('for_no_key_update', undefined, ['webhook']));
  return webhook ?? null;
}

/** The organization's own, the newest first. */
export async function findWebhooksPage(tx: Tx, organizationId: number, page: Page): Promise<PageOf<OwnedWebhook>> {
  const query = tx.createQueryBuilder(Webhook, 'webhook').where({ organizationId });
  const { rows, ...rest } = await pageOf(query, page, { by: 'webhook.createdAt', direction: 'DESC' });
  return { ...rest, rows: rows.map((webhook) => Object.assign(webhook, { ownerOrganizationId: organizationId })) };
}

/** How many the organization has; nobody adds one until the transaction ends. */
export async function countWebhooksForAnother(tx: Tx, organizationId: number): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1, 0))`, [String(organizationId)]);
  return tx.countBy(Webhook, { organizationId });
}

/** Null when the App has one already. */
export async function insertWebhook(tx: Tx, webhook: Omit<Webhook, 'id'>): Promise<Webhook | null> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Webhook)
    .values(webhook)
    .orIgnore()
    .returning('id')
    .execute();
  const [row] = inserted.raw as { id: number }[];
  return row ? tx.create(Webhook, { ...webhook, id: row.id }) : null;
}

export const writeWebhook = (
  tx: Tx,
  id: number,
  changed: Partial<Pick<Webhook, 'url' | 'secret' | 'isActive'>>,
): Promise<unknown> => tx.update(Webhook, { id }, changed);

/** With the deliveries it still has, and what was tried of them. */
export const deleteWebhookRow = (tx: Tx, id: number): Promise<unknown> => tx.delete(Webhook, { id });
