import type { Caller } from '../../access/caller.ts';
import { type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import { refuse } from './create-webhook.ts';
import { auditOf, mustOwn } from './own-webhook.ts';
import { problemWithSecret, sealSecret } from './webhook-secret.ts';
import { asContacted, originOf, problemWithUrl } from './webhook-url.ts';
import type { Webhook } from './webhook.entity.ts';
import { lockWebhook, type OwnedWebhook, writeWebhook } from './webhook.store.ts';

export type UpdateWebhookInput = {
  /** Absent or null: as it is. */
  url?: string | null;
  /** Absent: as it is; null: deliveries are not signed any more. */
  secret?: string | null;
  isActive?: boolean | null;
};

/** Changes where a webhook goes, how it is signed, or whether it is told anything. What waits is sent to the new address. INVALID names the field. */
export function updateWebhook(caller: Caller, id: number | null, input: UpdateWebhookInput): Promise<OwnedWebhook> {
  return caller.database.transaction(async (tx) => {
    const webhook = mustOwn(caller, id === null ? null : await lockWebhook(tx, id));
    const changed = changesTo(caller, webhook, input);
    if (Object.keys(changed).length === 0) return webhook;
    if ('url' in changed || 'secret' in changed) caller.viewer.mustBeFreshSession(caller.now);
    await writeWebhook(tx, webhook.id, changed);
    await recordAudit(tx, caller.viewer.actor, caller.now, recordsOf(webhook, changed));
    return Object.assign(webhook, changed);
  });
}

type Changes = Partial<Pick<Webhook, 'url' | 'secret' | 'isActive'>>;

function changesTo(
  { settings }: Caller,
  webhook: OwnedWebhook,
  { url, secret, isActive }: UpdateWebhookInput,
): Changes {
  refuse({
    url: url == null ? null : problemWithUrl(url, settings),
    secret: secret == null ? null : problemWithSecret(secret),
  });
  const isRemoved = secret === null && webhook.secret !== null;
  return {
    ...(url != null && asContacted(url) !== webhook.url && { url: asContacted(url) }),
    ...(secret != null && { secret: sealSecret(settings.encryptionKey, webhook.id, secret) }),
    ...(isRemoved && { secret: null }),
    ...(isActive != null && isActive !== webhook.isActive && { isActive }),
  };
}

/** Of the address its origin, of the secret only whether there is one. (AU-1) */
function recordsOf(webhook: OwnedWebhook, { url, secret, isActive }: Changes): AuditRecord[] {
  const common = auditOf(webhook, originOf(url ?? webhook.url));
  const records: AuditRecord[] = [];
  if (url !== undefined || secret !== undefined) {
    const details = {
      ...(url !== undefined && { url: { from: originOf(webhook.url), to: originOf(url) } }),
      ...(secret !== undefined && { is_signed: { from: webhook.secret !== null, to: secret !== null } }),
    };
    records.push({ ...common, action: 'hook.config_changed', details });
  }
  if (isActive !== undefined) {
    const details = { is_active: { from: webhook.isActive, to: isActive } };
    records.push({ ...common, action: 'hook.active_changed', details });
  }
  return records;
}
