import { conflict } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { listChangesSince } from '../audit-log/list-changes-since.ts';
import type { AuditLog } from '../audit-log/record-audit.ts';
import { sentenceOf } from './policy-change.rules.ts';

/** CONFLICT, with what changed in between and by whom, when a policy is not any more the one that the caller looked at. */
export async function mustBeVersion(tx: Tx, log: AuditLog, version: number, expected: number): Promise<void> {
  if (version === expected) return;
  const changes = await listChangesSince(tx, log, expected);
  const told = ['The policy has changed in the meantime.', ...changes.map(sentenceOf)].join(' ');
  throw conflict(told, { version, changes });
}
