import type { Caller } from '../../access/caller.ts';
import type { Viewer } from '../../access/viewer.ts';
import { forbidden } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import { type AuditLogFilter, findAuditEntries } from './audit-log.store.ts';
import type { AuditLog } from './record-audit.ts';

/** Owners read the audit log of their organization or enterprise, people their own security log; newest first. (AU-2) */
export async function listAuditEntries(
  { viewer, database }: Caller,
  log: AuditLog,
  filter: AuditLogFilter | null,
  page: Page,
): Promise<PageOf<AuditEntry>> {
  mustReadAuditLog(viewer, log);
  return findAuditEntries(database.manager, log, filter ?? {}, page);
}

export function mustReadAuditLog(viewer: Viewer, log: AuditLog): void {
  const userId = viewer.mustBeSession();
  if (!isTheirs(viewer, log, userId)) throw forbidden('Only its owners read an audit log.');
}

function isTheirs(viewer: Viewer, log: AuditLog, userId: number): boolean {
  if ('userId' in log) return log.userId === userId;
  if ('enterpriseId' in log) return viewer.enterpriseIds.includes(log.enterpriseId);
  return viewer.roleIn(log.organizationId) === 'OWNER';
}
