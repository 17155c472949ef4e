import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { lockPolicyForChange } from '../organizations/lock-policy.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { saveTokenPolicy } from '../organizations/save-token-policy.ts';
import { mustBeVersion } from './must-be-version.ts';
import { changesIn, type OrganizationPolicyWish, planOrganizationPolicy } from './policy-change.rules.ts';
import { policyOfOrganization, recordPolicyChanges } from './record-policy-changes.ts';

export type UpdateOrganizationTokenPolicyInput = OrganizationPolicyWish & {
  organization: string;
  /** The version that the owner looked at. */
  expectedVersion: number;
};

/**
 * An owner turns switches of the organization's policy, which work on the next use of each token (PO-1, PO-6), with an audit entry for each (PO-8). A wish that
 * changes nothing writes nothing. CONFLICT tells what others changed since `expectedVersion`; INVALID names each field, and the enterprise that limits it.
 */
export async function updateOrganizationTokenPolicy(
  caller: Caller,
  { organization: login, expectedVersion, ...wish }: UpdateOrganizationTokenPolicyInput,
): Promise<Organization> {
  const { id } = await findOwnedOrganization(caller, login);
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const { organization, enterprise } = await lockPolicyForChange(tx, id);
    await mustBeVersion(tx, { organizationId: id }, organization.policyVersion, expectedVersion);
    const { change, problems } = planOrganizationPolicy(organization, enterprise, wish);
    if (Object.keys(problems).length > 0) throw invalid(problems);
    const changes = changesIn(organization, change);
    if (changes.length === 0) return organization;
    const saved = await saveTokenPolicy(tx, organization, change);
    await recordPolicyChanges(tx, caller, policyOfOrganization(saved), changes, saved.policyVersion);
    return saved;
  });
}
