import type { Tx } from '../../platform/database/database.ts';
import type { Membership } from './membership.entity.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizationByLogin, holdMemberships, lockOrganization } from './organization.store.ts';

export type HeldMembership = { organization: Organization; membership: Membership };

/** A member's organization with its policy of now; neither changes until the transaction ends. Null when there is none, or no membership. */
export async function holdMembership(tx: Tx, login: string, userId: number): Promise<HeldMembership | null> {
  const found = await findOrganizationByLogin(tx, login);
  return found && holdMembershipById(tx, found.id, userId);
}

/** The same, by the organization's id. */
export async function holdMembershipById(
  tx: Tx,
  organizationId: number,
  userId: number,
): Promise<HeldMembership | null> {
  const organization = await lockOrganization(tx, organizationId);
  const [membership] = await holdMemberships(tx, organization.id, [userId]);
  return membership ? { organization, membership } : null;
}
