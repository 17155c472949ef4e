import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { lockPolicyForChange } from './lock-policy.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizationByLogin, updateOrganization } from './organization.store.ts';

/**
 * Puts an organization under an enterprise, or under none; what that demands of tokens holds from the next use on (PO-6). It stands in the log of the
 * organization and of both enterprises. INVALID when there is no such organization, or it is there already.
 */
export async function moveOrganization(
  tx: Tx,
  { login, enterprise: to }: { login: string; enterprise: Enterprise | null },
  { actor, now }: { actor: Actor; now: Date },
): Promise<Organization> {
  const found = await findOrganizationByLogin(tx, login);
  if (!found) throw invalid({ organization: `There is no organization called ${login}.` });
  const { organization, enterprise: from } = await lockPolicyForChange(tx, found.id);
  if ((from?.id ?? null) === (to?.id ?? null))
    throw invalid({ organization: `${organization.login} is ${to ? `in ${to.slug}` : 'in no enterprise'} already.` });
  await updateOrganization(tx, organization.id, { enterpriseId: to?.id ?? null });
  await recordAudit(tx, actor, now, [
    ...(from ? entriesOf('business.remove_organization', organization, from) : []),
    ...(to ? entriesOf('business.add_organization', organization, to) : []),
  ]);
  return Object.assign(organization, { enterpriseId: to?.id ?? null });
}

/** An organization's owners see what roof they are under, and its enterprise's what is under theirs. */
export const entriesOf = (
  action: 'business.add_organization' | 'business.remove_organization',
  { id, login }: Organization,
  enterprise: Pick<Enterprise, 'id' | 'slug'>,
): AuditRecord[] => [
  { log: { enterpriseId: enterprise.id }, action, subject: { type: 'organization', id, name: login } },
  { log: { organizationId: id }, action, subject: { type: 'enterprise', id: enterprise.id, name: enterprise.slug } },
];
