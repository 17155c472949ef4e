import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import { findOwnedEnterprise } from '../enterprises/find-enterprise.ts';
import { lockEnterprise } from '../enterprises/hold-enterprise.ts';
import { saveEnterprisePolicy } from '../enterprises/save-enterprise-policy.ts';
import { mustBeVersion } from './must-be-version.ts';
import { changesIn, type EnterprisePolicyWish, planEnterprisePolicy } from './policy-change.rules.ts';
import { policyOfEnterprise, recordPolicyChanges } from './record-policy-changes.ts';

export type UpdateEnterpriseTokenPolicyInput = EnterprisePolicyWish & {
  enterprise: string;
  /** The version that the owner looked at. */
  expectedVersion: number;
};

/**
 * An owner turns switches of the enterprise's policy, which work at once in all of its organizations (PO-2, PO-6); what these chose for themselves is kept, and
 * holds again when the enterprise lets go. Answers and audit are like those of `updateOrganizationTokenPolicy`.
 */
export async function updateEnterpriseTokenPolicy(
  caller: Caller,
  { enterprise: slug, expectedVersion, ...wish }: UpdateEnterpriseTokenPolicyInput,
): Promise<Enterprise> {
  const { id } = await findOwnedEnterprise(caller, slug);
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const enterprise = await lockEnterprise(tx, id);
    await mustBeVersion(tx, { enterpriseId: id }, enterprise.policyVersion, expectedVersion);
    const { change, problems } = planEnterprisePolicy(enterprise, wish);
    if (Object.keys(problems).length > 0) throw invalid(problems);
    const changes = changesIn(enterprise, change);
    if (changes.length === 0) return enterprise;
    const saved = await saveEnterprisePolicy(tx, enterprise, change);
    await recordPolicyChanges(tx, caller, policyOfEnterprise(saved), changes, saved.policyVersion);
    return saved;
  });
}
