import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { removeOrganizationMember } from '../organizations/remove-organization-member.ts';
import type { User } from '../users/user.entity.ts';
import { findRepository } from './find-repository.ts';
import { setRepositoryAccess } from './update-repository.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

/** A member who was given access to two repositories of the team and to one of the owner's own. */
async function aMemberWithAccess() {
  const team = await app.aTeam();
  const { owner, member, organization } = team;
  const [first, second] = [
    await app.aRepository(owner, organization.login, 'PRIVATE'),
    await app.aRepository(owner, organization.login, 'PRIVATE'),
  ];
  const own = await app.aRepository(owner, owner.login, 'PRIVATE');
  const caller = await app.sessionOf(owner);
  const { login } = member;
  await setRepositoryAccess(caller, { owner: organization.login, name: first.name, login, access: 'ADMIN' });
  await setRepositoryAccess(caller, { owner: organization.login, name: second.name, login, access: 'WRITE' });
  await setRepositoryAccess(caller, { owner: owner.login, name: own.name, login, access: 'WRITE' });
  return { ...team, first, second, own };
}
const removedFrom = (organizationId: number) =>
  app.database.query<{ subject: string; details: object; actor: string }[]>(
    `SELECT subject, details, actor_login AS actor FROM audit_entries
      WHERE organization_id = $1 AND action = 'repo.remove_member' ORDER BY subject_id`,
    [organizationId],
  );
const sees = async (user: User, owner: string, name: string) =>
  findRepository(await app.sessionOf(user), owner, name).then(
    () => true,
    () => false,
  );

test('GN-3: who is removed loses their own access to the organization’s repositories too, ADMIN included, and no other', async () => {
  const { owner, member, organization, first, second, own } = await aMemberWithAccess();

  await removeOrganizationMember(await app.sessionOf(owner), {
    organization: organization.login,
    login: member.login,
  });

  expect(await sees(member, organization.login, first.name)).toBe(false);
  expect(await sees(member, organization.login, second.name)).toBe(false);
  expect(await sees(member, owner.login, own.name)).toBe(true);
  const accesses = 'SELECT repository_id AS id FROM repository_accesses WHERE user_id = $1';
  expect(await app.database.query(accesses, [member.id])).toEqual([{ id: own.id }]);
  expect(await removedFrom(organization.id)).toEqual([
    {
      subject: `${organization.login}/${first.name}`,
      details: { user: member.login, access: { from: 'ADMIN', to: 'NONE' } },
      actor: owner.login,
    },
    {
      subject: `${organization.login}/${second.name}`,
      details: { user: member.login, access: { from: 'WRITE', to: 'NONE' } },
      actor: owner.login,
    },
  ]);
});

test('GN-3: coming back gives none of it again', async () => {
  const { owner, member, organization, first } = await aMemberWithAccess();
  await removeOrganizationMember(await app.sessionOf(member), {
    organization: organization.login,
    login: member.login,
  });
  await app.join(owner, organization, member.login);

  const repository = await findRepository(await app.sessionOf(member), organization.login, first.name);

  expect(repository.userLevel).toBe('READ');
});
