import type { Caller } from '../../access/caller.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findUserByLogin } from '../users/find-user.ts';
import type { User } from '../users/user.entity.ts';
import { findOwnedOrganization } from './find-organization.ts';
import type { MemberRole } from './membership.entity.ts';
import type { Organization } from './organization.entity.ts';
import { insertMembership, lockMembership, lockOwnersAnd, updateRole } from './organization.store.ts';

export type AddMemberInput = { organization: string; login: string; role: MemberRole };

/** An owner takes a person in, or changes a member's role; the last owner stays one (GN-3). INVALID when there is no such person. */
export async function addOrganizationMember(
  caller: Caller,
  { login, role, ...input }: AddMemberInput,
): Promise<{ organization: Organization; member: User }> {
  const organization = await findOwnedOrganization(caller, input.organization);
  return caller.database.transaction(async (tx) => {
    const member = await findUserByLogin(tx, login);
    if (!member) throw invalid({ login: `There is nobody called ${login}.` });
    await mustLeaveAnOwner(tx, organization.id, role === 'OWNER' ? null : member.id);
    const membership = { organizationId: organization.id, userId: member.id, role, createdAt: caller.now };
    const isNew = await insertMembership(tx, membership);
    const existing = isNew ? null : await lockMembership(tx, organization.id, member.id);
    if (existing) await updateRole(tx, existing.id, role);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: { organizationId: organization.id },
        action: 'org.add_member',
        subject: { type: 'user', id: member.id, name: member.login },
        details: { role: { from: existing?.role ?? null, to: role } },
      },
    ]);
    return { organization, member };
  });
}

/** CONFLICT when the person is the only owner; `leaving` null = nobody loses ownership. (GN-3) */
export async function mustLeaveAnOwner(tx: Tx, organizationId: number, leaving: number | null): Promise<void> {
  if (leaving === null) return;
  const locked = await lockOwnersAnd(tx, organizationId, leaving);
  const owners = locked.filter(({ role }) => role === 'OWNER');
  if (owners.length === 1 && owners[0]!.userId === leaving)
    throw conflict('The last owner of an organization cannot leave or be demoted.');
}
