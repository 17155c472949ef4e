import type { Caller } from '../../access/caller.ts';
import { everyPage, type Table } from '../../platform/database/keyset.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import { type AuditLogFilter, findAuditEntries } from './audit-log.store.ts';
import { mustReadAuditLog } from './list-audit-entries.ts';
import { type AuditLog, recordAudit } from './record-audit.ts';

const COLUMNS = [
  'id',
  'at',
  'action',
  'actorLogin',
  'actorUserId',
  'actorAppId',
  'credentialKind',
  'credentialId',
  'subjectType',
  'subjectId',
  'subject',
  'ip',
  'requestId',
  'details',
  'organizationId',
  'enterpriseId',
  'userId',
  'sealNumber',
  'previousHash',
  'hash',
] as const satisfies (keyof AuditEntry)[];

type ExportedEntry = Record<(typeof COLUMNS)[number], unknown>;

/**
 * A log for those who may read it, newest first, with all that its hashes are made of, so that a copy can be verified elsewhere. That an organization's
 * or an enterprise's is taken out of the house is itself an entry. (AU-2, AU-3)
 */
export async function exportAuditLog(
  { viewer, database, now }: Caller,
  log: AuditLog,
  filter: AuditLogFilter,
): Promise<Table> {
  mustReadAuditLog(viewer, log);
  if (!('userId' in log)) {
    const action = 'organizationId' in log ? 'org.audit_log_export' : 'business.audit_log_export';
    await recordAudit(database.manager, viewer.actor, now, [{ log, action, details: { filter } }]);
  }
  const entries = everyPage((page) => findAuditEntries(database.manager, log, filter, page, { withSeals: true }));
  return { columns: COLUMNS, pages: exported(entries) };
}

async function* exported(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<ExportedEntry[]> {
  for await (const page of pages)
    yield page.map((entry) =>
      Object.assign({}, entry, {
        previousHash: entry.previousHash?.toString('hex') ?? null,
        hash: entry.hash?.toString('hex') ?? null,
      }),
    );
}
