import type { Tx } from '../../platform/database/database.ts';
import type { OrganizationTokenPolicy } from '../token-policies/token-policy.rules.ts';
import type { Organization } from './organization.entity.ts';
import { updateOrganization } from './organization.store.ts';

/** Writes what an organization demands of tokens, and counts the change. Its row was locked by `lockPolicyForChange`. (PO-1) */
export async function saveTokenPolicy(
  tx: Tx,
  organization: Organization,
  change: Partial<OrganizationTokenPolicy>,
): Promise<Organization> {
  const values = { ...change, policyVersion: organization.policyVersion + 1 };
  await updateOrganization(tx, organization.id, values);
  return Object.assign(organization, values);
}
