import type { Caller } from '../../access/caller.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { findOwnedEnterprise } from '../enterprises/find-enterprise.ts';
import { lockEnterprise } from '../enterprises/hold-enterprise.ts';
import { saveEnterprisePolicy } from '../enterprises/save-enterprise-policy.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { lockPolicyForChange } from '../organizations/lock-policy.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { saveTokenPolicy } from '../organizations/save-token-policy.ts';
import { changesIn, type OrganizationPolicyWish, planOrganizationPolicy } from './policy-change.rules.ts';
import { policyOfEnterprise, policyOfOrganization, recordPolicyChanges } from './record-policy-changes.ts';

export type OptInInput = OrganizationPolicyWish & { organization?: string | null; enterprise?: string | null };
export type OptedIn = { organization: Organization | null; enterprise: Enterprise | null };

/**
 * An owner turns fine-grained tokens on: in an organization, together with the policy to begin with, or in all organizations of an enterprise (PO-3).
 * CONFLICT where they are on already; INVALID as in `updateOrganizationTokenPolicy`, and unless exactly one of the two is named.
 */
export async function optInToFineGrainedTokens(
  caller: Caller,
  { organization, enterprise, ...wish }: OptInInput,
): Promise<OptedIn> {
  if (organization != null && enterprise == null)
    return { organization: await optInOrganization(caller, organization, wish), enterprise: null };
  if (enterprise == null || organization != null)
    throw invalid({ organization: 'Give exactly one of organization and enterprise.' });
  const misplaced = Object.keys(wish).filter((field) => wish[field as keyof OrganizationPolicyWish] !== undefined);
  if (misplaced.length > 0)
    throw invalid(Object.fromEntries(misplaced.map((field) => [field, 'This goes with an organization only.'])));
  return { organization: null, enterprise: await optInEnterprise(caller, enterprise) };
}

async function optInOrganization(caller: Caller, login: string, wish: OrganizationPolicyWish): Promise<Organization> {
  const { id } = await findOwnedOrganization(caller, login);
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const { organization, enterprise } = await lockPolicyForChange(tx, id);
    if (enterprise?.optedInAt)
      throw conflict(`${enterprise.name} has turned fine-grained tokens on for all of its organizations.`);
    if (organization.optedInAt) throw conflict(`Fine-grained tokens are on in ${organization.login} already.`);
    const { change, problems } = planOrganizationPolicy(organization, enterprise, wish);
    if (Object.keys(problems).length > 0) throw invalid(problems);
    const whole = { optedInAt: caller.now, ...change };
    const changes = changesIn(organization, whole);
    const saved = await saveTokenPolicy(tx, organization, whole);
    await recordPolicyChanges(tx, caller, policyOfOrganization(saved), changes, saved.policyVersion);
    return saved;
  });
}

async function optInEnterprise(caller: Caller, slug: string): Promise<Enterprise> {
  const { id } = await findOwnedEnterprise(caller, slug);
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const enterprise = await lockEnterprise(tx, id);
    if (enterprise.optedInAt)
      throw conflict(`Fine-grained tokens are on in all organizations of ${enterprise.name} already.`);
    const change = { optedInAt: caller.now };
    const changes = changesIn(enterprise, change);
    const saved = await saveEnterprisePolicy(tx, enterprise, change);
    await recordPolicyChanges(tx, caller, policyOfEnterprise(saved), changes, saved.policyVersion);
    return saved;
  });
}
