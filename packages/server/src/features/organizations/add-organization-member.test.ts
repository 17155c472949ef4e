import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from './organization.entity.ts';

const ADD =
  'mutation ($input: AddOrganizationMemberInput!) { addOrganizationMember(input: $input) { member { login } organization { login } } }';
const CREATE =
  'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { organization { login name viewerRole tokenPolicy { approval fineGrainedAccess fineGrainedMaxDays classicMaxDays } basePermission } } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const add = (asker: Asker, { login: organization }: Organization, login: string, role = 'MEMBER') =>
  app.as(asker, ADD, { input: { organization, login, role } });
const create = (asker: Asker, login: string, name: string | null = null) =>
  app.as(asker, CREATE, { input: { login, name } });
const membersOf = async (asker: Asker, login: string, text: string | null = null) => {
  const MEMBERS =
    'query ($login: String!, $text: String) { organization(login: $login) { members(first: 9, text: $text) { totalCount edges { role node { login email } } } } }';
  const { data } = await app.as(asker, MEMBERS, { login, text });
  return data.organization.members;
};

test('an owner takes somebody in, and changes the role; both are in the log', async () => {
  const { owner, member, organization } = await app.aTeam();
  const person = await app.aPerson();
  expect((await add(owner, organization, person.login.toUpperCase())).errors).toBeUndefined();
  expect((await add(owner, organization, person.login, 'OWNER')).errors).toBeUndefined();

  const { totalCount, edges } = await membersOf(member, organization.login, person.login);
  expect({ totalCount, edges }).toEqual({
    totalCount: 1,
    edges: [{ role: 'OWNER', node: { login: person.login, email: null } }],
  });
  const entries: { details: object }[] = await app.database.query(
    `SELECT details FROM audit_entries WHERE organization_id = $1 AND action = 'org.add_member' AND subject = $2 ORDER BY id`,
    [organization.id, person.login],
  );
  expect(entries.map(({ details }) => details)).toEqual([
    { role: { from: null, to: 'MEMBER' } },
    { role: { from: 'MEMBER', to: 'OWNER' } },
  ]);
});

test('a stranger finds no organization, a member may not, and a token may never', async () => {
  const { owner, member, organization } = await app.aTeam();
  const person = await app.aPerson();
  const { secret } = await app.aToken(owner, organization.login, { permissions: { members: 'write' } });
  const codes = [];
  for (const asker of [person, member, secret, null])
    // oxlint-disable-next-line no-await-in-loop -- four
    codes.push((await add(asker, organization, person.login)).errors?.[0]?.extensions['code']);
  expect(codes).toEqual(['NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED']);
  expect((await add(owner, organization, 'nobody-at-all')).errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { login: expect.any(String) } } },
  ]);
  expect((await membersOf(owner, organization.login)).totalCount).toBe(2);
});

test('taken in by two owners at once, the person is a member once', async () => {
  const { owner, organization } = await app.aTeam();
  for (let round = 0; round < 4; round++) {
    // oxlint-disable no-await-in-loop -- round by round
    const { login } = await app.aPerson();
    const answers = await Promise.all(
      ['OWNER', 'MEMBER', 'OWNER'].map((role) => add(owner, organization, login, role)),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    // oxlint-enable no-await-in-loop
  }
});

test('PO-1: a new organization belongs to who makes it, with the defaults of its policy', async () => {
  const person = await app.aPerson();
  const login = app.aName('New-Org');
  const { data } = await create(person, login, 'A name');
  expect(data.createOrganization.organization).toEqual({
    login: login.toLowerCase(),
    name: 'A name',
    viewerRole: 'OWNER',
    basePermission: 'READ',
    tokenPolicy: { approval: 'REQUIRED', fineGrainedAccess: 'ALLOWED', fineGrainedMaxDays: 366, classicMaxDays: null },
  });
});

test('SN-5: people and organizations share their names, whatever the case; of two at once one gets it', async () => {
  const { owner, organization } = await app.aTeam();
  for (const taken of [owner.login, owner.login.toUpperCase(), organization.login])
    // oxlint-disable-next-line no-await-in-loop -- three
    expect((await create(owner, taken)).errors).toMatchObject([
      { extensions: { code: 'INVALID', fields: { login: expect.stringContaining('taken') } } },
    ]);
  await expect(app.aPerson(organization.login)).rejects.toMatchObject({ code: 'INVALID' });
  const answers = await Promise.all([create(owner, 'the-same'), create(owner, 'The-Same')]);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'INVALID' } }]);
});

test.each(['', ' ', 'x'.repeat(40), 'under_score', 'dotted.name', '-front', 'back-', '한국', 'a/b', 'nul\u0000'])(
  'SN-5: %j is no name for an organization',
  async (login) => {
    const { errors } = await create(await app.aPerson(), login);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { login: expect.any(String) } } }]);
  },
);
