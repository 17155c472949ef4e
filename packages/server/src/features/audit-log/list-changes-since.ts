import type { ChangeTold } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findChangesSince } from './audit-log.store.ts';
import type { AuditLog } from './record-audit.ts';

/** The switches that were turned after a version of the log's policy, oldest first; of very many the latest. */
export async function listChangesSince(tx: Tx, log: AuditLog, version: number): Promise<ChangeTold[]> {
  const entries = await findChangesSince(tx, log, version);
  return entries.toReversed().map(({ details: { field, from, to }, actorLogin, at }) => ({
    field: String(field),
    from,
    to,
    by: actorLogin,
    at,
  }));
}
