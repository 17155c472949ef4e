import type { Caller } from '../../access/caller.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findOwnApp } from '../apps/lock-own-app.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { auditOf } from './own-webhook.ts';
import { queuePing } from './ping-webhook.ts';
import { problemWithSecret, sealSecret } from './webhook-secret.ts';
import { asContacted, originOf, problemWithUrl } from './webhook-url.ts';
import { countWebhooksForAnother, insertWebhook, type OwnedWebhook, writeWebhook } from './webhook.store.ts';

const MOST = 20;

export type CreateWebhookInput = {
  /** Exactly one of the two. */
  organization?: string | null;
  appId?: number | null;
  url: string;
  secret?: string | null;
  isActive?: boolean | null;
};
type Place = Pick<OwnedWebhook, 'organizationId' | 'appId' | 'ownerOrganizationId'>;

/** Makes a webhook of an organization, or that of an App, and pings it. INVALID names the bad field; CONFLICT when the App has one. (AP-3) */
export async function createWebhook(caller: Caller, input: CreateWebhookInput): Promise<OwnedWebhook> {
  const place = await placeFor(caller, input);
  caller.viewer.mustBeFreshSession(caller.now);
  const { url, secret = null, isActive } = input;
  const problems = {
    url: problemWithUrl(url, caller.settings),
    secret: secret === null ? null : problemWithSecret(secret),
  };
  refuse(problems);
  return caller.database.transaction(async (tx) => {
    if (place.organizationId !== null) await mustHaveRoom(tx, place.organizationId);
    const { ownerOrganizationId, ...columns } = place;
    const row = { ...columns, url: asContacted(url), secret: null, isActive: isActive ?? true, createdAt: caller.now };
    const inserted = await insertWebhook(tx, row);
    if (!inserted) throw conflict('The App has a webhook already.');
    const webhook = Object.assign(inserted, { ownerOrganizationId });
    // Sealed for this webhook and no other, so its id comes first.
    if (secret !== null) {
      webhook.secret = sealSecret(caller.settings.encryptionKey, webhook.id, secret);
      await writeWebhook(tx, webhook.id, { secret: webhook.secret });
    }
    const details = { url: originOf(webhook.url), is_active: webhook.isActive, is_signed: secret !== null };
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { ...auditOf(webhook, originOf(webhook.url)), action: 'hook.create', details: { ...details, app_id: row.appId } },
    ]);
    if (webhook.isActive) await queuePing(tx, caller, webhook);
    return webhook;
  });
}

async function placeFor(caller: Caller, { organization, appId }: CreateWebhookInput): Promise<Place> {
  if ((organization == null) === (appId == null))
    throw invalid({ organization: 'Give either an organization or an App.' });
  if (organization != null) {
    const { id } = await findOwnedOrganization(caller, organization);
    return { organizationId: id, appId: null, ownerOrganizationId: id };
  }
  const { id, ownerOrganizationId } = await findOwnApp(caller.database.manager, caller, appId!);
  return { organizationId: null, appId: id, ownerOrganizationId };
}

async function mustHaveRoom(tx: Tx, organizationId: number): Promise<void> {
  if ((await countWebhooksForAnother(tx, organizationId)) >= MOST)
    throw invalid({ organization: `An organization has at most ${MOST} webhooks.` });
}

/** INVALID, naming what is wrong with which field, when something is. */
export function refuse(problems: Record<string, string | null>): void {
  const found = Object.entries(problems).filter((entry): entry is [string, string] => entry[1] !== null);
  if (found.length > 0) throw invalid(Object.fromEntries(found));
}
