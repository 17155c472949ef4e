import type { Config } from '../config.ts';
import { type Break, type Verification, verifyAuditLog } from '../features/audit-log/verify-audit-log.ts';
import { withDatabase } from './with-database.ts';

/** Says whether the audit log is whole, and where it is not. (AU-3) */
export async function verifyAudit(config: Config): Promise<boolean> {
  const found = await withDatabase(config, ({ database }) =>
    database.transaction('REPEATABLE READ', (tx) => verifyAuditLog(tx)),
  );
  process.stdout.write(`${[...found.breaks.map(sentenceFor), summary(found)].join('\n')}\n`);
  return found.breaks.length === 0;
}

function sentenceFor({ log, sealNumber, entryId, what }: Break): string {
  const entry = entryId === null ? `number ${sealNumber}` : `number ${sealNumber} (entry ${entryId})`;
  const happened = {
    changed: 'is not what was sealed',
    missing: 'is missing',
    unlinked: 'does not follow the entry before it',
  };
  return `BROKEN: in the log of ${log}, ${entry} ${happened[what]}.`;
}

function summary({ entries, logs, unsealed, breaks }: Verification): string {
  const state = `The audit log is ${breaks.length === 0 ? '' : 'not '}whole`;
  const tail = unsealed.since
    ? `${unsealed.count} not sealed yet, the oldest of ${unsealed.since.toISOString()}`
    : 'none that is not sealed';
  return `${state}: ${entries} sealed entries in ${logs} logs, ${tail}.`;
}
