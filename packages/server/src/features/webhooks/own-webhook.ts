import type { Caller } from '../../access/caller.ts';
import { conflict, forbidden, notFound } from '../../errors.ts';
import type { OwnedWebhook } from './webhook.store.ts';

/**
 * Webhooks are in the hands of owners, in a browser: no token and no App, whatever it carries (AP-5). A stranger to the organization is told that
 * there is none, another member that it takes an owner.
 */
export function mustOwn<Row extends { ownerOrganizationId: number | null }>(
  { viewer }: Caller,
  row: Row | null,
  what = 'The webhook',
): Row {
  viewer.mustBeSession();
  const role = row?.ownerOrganizationId ? viewer.roleIn(row.ownerOrganizationId) : null;
  if (!row || role === null) throw notFound(what);
  if (role !== 'OWNER') throw forbidden('Only owners of the organization may do this.');
  return row;
}

/** Nothing is sent to an address that was switched off. */
export function mustBeActive({ isActive }: OwnedWebhook): void {
  if (!isActive) throw conflict('The webhook is switched off. Switch it on first.');
}

/** In whose log what happens to a webhook stands, and what of it. */
export const auditOf = ({ id, ownerOrganizationId }: OwnedWebhook, origin: string) => ({
  log: { organizationId: ownerOrganizationId! },
  subject: { type: 'webhook' as const, id, name: origin },
});
