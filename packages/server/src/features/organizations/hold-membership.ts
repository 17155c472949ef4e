import type { Tx } from '../../platform/database/database.ts';
import { isAdministrator } from '../enterprises/hold-enterprise.ts';
import { policyFor, type TokenPolicy } from '../token-policies/token-policy.rules.ts';
import { lockPolicy } from './lock-policy.ts';
import type { Membership } from './membership.entity.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizationByLogin, holdMemberships } from './organization.store.ts';

/** `policy` is what holds for the member's tokens there. */
export type HeldMembership = { organization: Organization; membership: Membership; policy: TokenPolicy };

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
  const { organization, enterprise } = await lockPolicy(tx, organizationId);
  const [membership] = await holdMemberships(tx, organization.id, [userId]);
  if (!membership) return null;
  const policy = policyFor(organization, enterprise, await isAdministrator(tx, enterprise, userId));
  return { organization, membership, policy };
}
