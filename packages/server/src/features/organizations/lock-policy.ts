import type { Tx } from '../../platform/database/database.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { holdEnterprise } from '../enterprises/hold-enterprise.ts';
import type { Organization } from './organization.entity.ts';
import { lockOrganization, lockOrganizationForChange } from './organization.store.ts';

export type LockedPolicy = { organization: Organization; enterprise: Enterprise | null };

/** The organization and its enterprise with their policies of now, neither of which changes until the transaction ends. In this order, always. */
export async function lockPolicy(tx: Tx, organizationId: number): Promise<LockedPolicy> {
  const organization = await lockOrganization(tx, organizationId);
  return { organization, enterprise: await holdEnterprise(tx, organization.enterpriseId) };
}

/** The same for who changes the organization's own part: alone, after all who were deciding under it. */
export async function lockPolicyForChange(tx: Tx, organizationId: number): Promise<LockedPolicy> {
  const organization = await lockOrganizationForChange(tx, organizationId);
  return { organization, enterprise: await holdEnterprise(tx, organization.enterpriseId) };
}
