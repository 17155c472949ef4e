import type { Caller } from '../../access/caller.ts';
import { forbidden } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import { type AuditLogFilter, findAuditEntries } from './audit-log.store.ts';
import type { AuditLog } from './record-audit.ts';

/** Owners read their organization's audit log, people their own security log; newest first. (AU-2) */
export async function listAuditEntries(
  { viewer, database }: Caller,
  log: AuditLog,
  filter: AuditLogFilter | null,
  page: Page,
): Promise<PageOf<AuditEntry>> {
  const userId = viewer.mustBeSession();
  const isTheirs = 'userId' in log ? log.userId === userId : viewer.roleIn(log.organizationId) === 'OWNER';
  if (!isTheirs) throw forbidden('Only owners of the organization read its audit log.');
  return findAuditEntries(database.manager, log, filter ?? {}, page);
}
