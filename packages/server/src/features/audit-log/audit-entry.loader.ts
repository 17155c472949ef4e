import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { AuditEntry } from './audit-entry.entity.ts';
import { findAuditEntriesById } from './audit-log.store.ts';

export const auditEntryLoader = (database: Database) =>
  new DataLoader<number, AuditEntry | null>(async (ids) =>
    rowsById(ids, await findAuditEntriesById(database.manager, ids), ({ id }) => id),
  );
