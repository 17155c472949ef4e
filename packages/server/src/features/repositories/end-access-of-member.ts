import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { deleteAccessesIn } from './repository-access.store.ts';

/** What a member was given in single repositories of the organization ends with the membership; coming back gives none of it again. (GN-3) */
export async function endAccessOfMember(
  tx: Tx,
  { viewer, now }: Caller,
  organization: Organization,
  person: User,
): Promise<void> {
  const ended = await deleteAccessesIn(tx, organization.id, person.id);
  await recordAudit(
    tx,
    viewer.actor,
    now,
    ended.map(({ id, name, level }) => ({
      log: { organizationId: organization.id },
      action: 'repo.remove_member',
      subject: { type: 'repository', id, name: `${organization.login}/${name}` },
      details: { user: person.login, access: { from: level, to: 'NONE' } },
    })),
  );
}
