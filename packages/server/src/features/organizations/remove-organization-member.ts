import type { Caller } from '../../access/caller.ts';
import { forbidden, invalid, notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endAccessOfMember } from '../repositories/end-access-of-member.ts';
import { endGrantsOfMember } from '../token-grants/end-grants-of-member.ts';
import { cancelPendingRequests } from '../token-requests/cancel-token-request.ts';
import { findUserByLogin } from '../users/find-user.ts';
import { mustLeaveAnOwner } from './add-organization-member.ts';
import { findOrganization } from './find-organization.ts';
import type { Organization } from './organization.entity.ts';
import { deleteMembership, lockMembership } from './organization.store.ts';

export type RemoveMemberInput = { organization: string; login: string };

/** An owner removes a member, or a member leaves: grants, waiting requests and access to single repositories there end with the membership (GN-3). The last owner stays. */
export async function removeOrganizationMember(caller: Caller, input: RemoveMemberInput): Promise<Organization> {
  const organization = await findOrganization(caller, input.organization);
  const userId = caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const person = await findUserByLogin(tx, input.login);
    if (person?.id !== userId && caller.viewer.roleIn(organization.id) !== 'OWNER')
      throw forbidden('Only owners of the organization may do this.');
    if (!person) throw invalid({ login: `There is nobody called ${input.login}.` });
    await mustLeaveAnOwner(tx, organization.id, person.id);
    const membership = await lockMembership(tx, organization.id, person.id);
    if (!membership) throw notFound('The member');
    // Membership before requests before grants: the order in which a decision takes its locks.
    await cancelPendingRequests(
      tx,
      caller,
      { requesterId: person.id, organizationId: organization.id },
      'member_removed',
    );
    await endGrantsOfMember(tx, caller, membership);
    await endAccessOfMember(tx, caller, organization, person);
    await deleteMembership(tx, membership.id);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: { organizationId: organization.id },
        action: 'org.remove_member',
        subject: { type: 'user', id: person.id, name: person.login },
        details: { role: { from: membership.role, to: null } },
      },
    ]);
    return organization;
  });
}
