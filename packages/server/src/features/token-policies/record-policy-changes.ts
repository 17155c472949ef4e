import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type AuditLog, type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import { auditOf, type PolicyChange } from './policy-change.rules.ts';

export type PolicyOf = Readonly<{ log: AuditLog; subject: NonNullable<AuditRecord['subject']> }>;

export const policyOfOrganization = ({ id, login }: { id: number; login: string }): PolicyOf => ({
  log: { organizationId: id },
  subject: { type: 'organization', id, name: login },
});

export const policyOfEnterprise = ({ id, slug }: { id: number; slug: string }): PolicyOf => ({
  log: { enterpriseId: id },
  subject: { type: 'enterprise', id, name: slug },
});

/** One entry for each switch that was turned, with the version that this made. (PO-8) */
export const recordPolicyChanges = (
  tx: Tx,
  { viewer, clock }: Caller,
  { log, subject }: PolicyOf,
  changes: readonly PolicyChange[],
  version: number,
): Promise<void> =>
  // The locks were waited for: the entries come after those of whoever held them.
  recordAudit(
    tx,
    viewer.actor,
    clock(),
    changes.map((change) => ({ log, subject, ...auditOf(change, version) })),
  );
