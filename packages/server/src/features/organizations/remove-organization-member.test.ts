import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import type { Organization } from './organization.entity.ts';

const REMOVE = `mutation ($input: RemoveOrganizationMemberInput!) { removeOrganizationMember(input: $input) { organization { login viewerRole } } }`;
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount failures { code } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const remove = (asker: Asker, { login: organization }: Organization, { login }: Pick<User, 'login'>) =>
  app.as(asker, REMOVE, { input: { organization, login } });
const approve = (asker: Asker, { login: organization }: Organization, ids: number[]) =>
  app.as(asker, APPROVE, { input: { organization, requestIds: ids.map(String) } });
const sql = (statement: string, ...values: unknown[]) => app.database.query(statement, values);
const causesOf = ({ id }: User) =>
  sql('SELECT end_cause AS cause FROM token_grants WHERE user_id = $1 ORDER BY id', id);
const statusesOf = ({ id }: User) => sql('SELECT status FROM token_requests WHERE requester_id = $1 ORDER BY id', id);
const rolesIn = ({ id }: Organization) =>
  sql('SELECT role FROM memberships WHERE organization_id = $1 ORDER BY id', id);

/** A member with a token that is granted and one that waits. */
async function aMemberWithTokens() {
  const team = await app.aTeam();
  const { owner, member, organization } = team;
  await app.aRepository(owner, organization.login, 'PRIVATE');
  const granted = await app.aToken(member, organization.login, { permissions: { contents: 'read', members: 'read' } });
  await app.decideAll(owner, organization, 'APPROVED');
  const waiting = await app.aToken(member, organization.login);
  return { ...team, granted, waiting };
}

test('GN-3: who is removed loses the membership, the grants and what waits; both are in the log, and mine in no other organization', async () => {
  const { owner, member, organization, granted } = await aMemberWithTokens();
  const elsewhere = await app.aPerson();
  const other = await app.anOrganization(elsewhere);
  await app.join(elsewhere, other, member.login);
  const { token: kept } = await app.aToken(member, other.login);
  await app.decideAll(elsewhere, other, 'APPROVED');

  const { data, errors } = await remove(owner, organization, member);

  expect(errors).toBeUndefined();
  expect(data.removeOrganizationMember.organization.viewerRole).toBe('OWNER');
  expect(await causesOf(member)).toEqual([{ cause: 'MEMBER_REMOVED' }, { cause: null }]);
  expect(await statusesOf(member)).toEqual([{ status: 'APPROVED' }, { status: 'CANCELLED' }, { status: 'APPROVED' }]);
  expect(await sql('SELECT token_id FROM token_grants WHERE ended_at IS NULL AND user_id = $1', member.id)).toEqual([
    { token_id: kept.id },
  ]);
  const entries: { action: string; actor: string }[] = await sql(
    'SELECT action, actor_login AS actor FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT 3',
    organization.id,
  );
  expect(entries.map(({ action }) => action).toSorted()).toEqual([
    'org.remove_member',
    'personal_access_token.access_revoked',
    'personal_access_token.request_cancelled',
  ]);
  expect(entries.every(({ actor }) => actor === owner.login)).toBe(true);
  const MEMBERS = 'query ($login: String!) { organization(login: $login) { members(first: 1) { totalCount } } }';
  expect((await app.as(granted.secret, MEMBERS, { login: organization.login })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
});

test('GN-3: rejoining revives nothing: the token has to ask again', async () => {
  const { owner, member, organization, granted, waiting } = await aMemberWithTokens();
  await remove(member, organization, member);
  await app.join(owner, organization, member.login);

  expect(await sql('SELECT FROM token_grants WHERE user_id = $1 AND ended_at IS NULL', member.id)).toEqual([]);
  const CAN = `query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) { ... on FineGrainedToken { viewerCanRequestAccess blockedBy { code } } } } }`;
  for (const { token } of [granted, waiting]) {
    // oxlint-disable-next-line no-await-in-loop -- two
    const { data } = await app.as(member, CAN, { id: token.id });
    expect(data.viewer.personalAccessToken).toEqual({
      viewerCanRequestAccess: true,
      blockedBy: { code: 'NOT_GRANTED' },
    });
  }
});

test('a member leaves alone; nobody but an owner removes another, and to a stranger there is no organization', async () => {
  const { owner, member, organization } = await app.aTeam();
  const other = await app.aPerson();
  await app.join(owner, organization, other.login);
  const { secret } = await app.aToken(owner, organization.login, { permissions: { members: 'write' } });

  expect((await remove(member, organization, other)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await remove(secret, organization, other)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await remove(await app.aPerson(), organization, other)).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await remove(null, organization, other)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  expect((await remove(owner, organization, { login: 'nobody-at-all' })).errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { login: expect.any(String) } } },
  ]);
  expect((await remove(owner, organization, await app.aPerson())).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await remove(other, organization, other)).errors).toBeUndefined();
  expect(await rolesIn(organization)).toEqual([{ role: 'OWNER' }, { role: 'MEMBER' }]);
});

test('GN-3: the last owner can neither leave nor be demoted', async () => {
  const { owner, organization } = await app.aTeam();
  const ADD =
    'mutation ($input: AddOrganizationMemberInput!) { addOrganizationMember(input: $input) { member { login } } }';
  const demotion = await app.as(owner, ADD, {
    input: { organization: organization.login, login: owner.login, role: 'MEMBER' },
  });
  for (const { errors } of [demotion, await remove(owner, organization, owner)])
    expect(errors).toMatchObject([
      { message: expect.stringContaining('last owner'), extensions: { code: 'CONFLICT' } },
    ]);
  expect(await rolesIn(organization)).toEqual([{ role: 'OWNER' }, { role: 'MEMBER' }]);
});

test('GN-3: of two owners who leave at once one stays, 20 times', async () => {
  const [owner, other] = [await app.aPerson(), await app.aPerson()];
  for (let round = 0; round < 20; round++) {
    // oxlint-disable no-await-in-loop -- round by round
    const organization = await app.anOrganization(owner);
    await app.join(owner, organization, other.login, 'OWNER');
    const answers = await Promise.all([remove(owner, organization, owner), remove(other, organization, other)]);
    expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(await rolesIn(organization)).toEqual([{ role: 'OWNER' }]);
    // oxlint-enable no-await-in-loop
  }
});

test('GN-3: removed while being approved, 50 times: never a live grant without its membership, and nothing breaks', async () => {
  const owner = await app.aPerson();
  const organization = await app.anOrganization(owner);
  const people = await Promise.all(Array.from({ length: 50 }, () => app.aPerson()));
  const races = await Promise.all(
    people.map(async (person) => {
      await app.join(owner, organization, person.login);
      const ids = await app.manyRequests(organization, person, 2);
      return Promise.all([
        approve(owner, organization, ids),
        remove(owner, organization, person),
        approve(owner, organization, ids.toReversed()),
      ]);
    }),
  );
  expect(races.flat().flatMap(({ errors }) => errors ?? [])).toEqual([]);
  expect(await rolesIn(organization)).toEqual([{ role: 'OWNER' }]);
  expect(
    await sql('SELECT FROM token_grants WHERE organization_id = $1 AND ended_at IS NULL', organization.id),
  ).toEqual([]);
  expect(
    await sql(`SELECT FROM token_requests WHERE organization_id = $1 AND status = 'PENDING'`, organization.id),
  ).toEqual([]);
});
