import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import { findOrganizationsById } from '../organizations/find-organization.ts';
import { allowsFineGrained } from '../token-policies/token-policy.rules.ts';

export type ResourceOwner = {
  owner: Owner;
  name: string | null;
  /** A request is opened that has to be approved: required there, and the viewer is no owner. (RQ-2) */
  approvalRequired: boolean;
  /** In days; null = no limit. */
  maximumLifetimeDays: number | null;
};

/** Whom a new fine-grained token of the viewer may be for: the viewer first, then the organizations that let one, by login. (TK-4) */
export async function listResourceOwners(caller: Caller): Promise<ResourceOwner[]> {
  const { viewer } = caller;
  const id = viewer.mustBeSession();
  const self = {
    owner: { kind: 'USER', id, login: viewer.actor.login! } as const,
    name: null,
    approvalRequired: false,
    maximumLifetimeDays: null,
  };
  const organizations = await findOrganizationsById(caller, viewer.organizationIds);
  const letting = organizations
    .map((organization) => ({ organization, policy: viewer.policyOf(organization.id)! }))
    .filter(({ policy }) => allowsFineGrained(policy))
    .toSorted((a, b) => (a.organization.login < b.organization.login ? -1 : 1));
  return [
    self,
    ...letting.map(({ organization, policy }) => ({
      owner: { kind: 'ORGANIZATION', id: organization.id, login: organization.login } as const,
      name: organization.name,
      approvalRequired: policy.approval === 'REQUIRED' && viewer.roleIn(organization.id) !== 'OWNER',
      maximumLifetimeDays: policy.fineGrainedMaxDays,
    })),
  ];
}
