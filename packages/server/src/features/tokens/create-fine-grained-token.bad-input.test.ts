import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { rowCountsOf } from '../../testing/database-dump.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import type { User } from '../users/user.entity.ts';

const CREATE = `mutation ($input: CreateFineGrainedTokenInput!) { createFineGrainedToken(input: $input) { token { name } } }`;
const DAY = 86_400_000;

let app: TestApp;
let member: User;
let stranger: User;
let organization: Organization;
/** The member sees the first and not the second. */
let payroll: RepositoryInSight;
let hidden: RepositoryInSight;
let foreign: RepositoryInSight;
beforeAll(async () => {
  app = await TestApp.open();
  const team = await app.aTeam();
  ({ member, organization } = team);
  stranger = await app.aPerson();
  const { owner } = team;
  payroll = await app.aRepository(owner, organization.login, 'PRIVATE');
  hidden = await app.aRepository(owner, organization.login, 'PRIVATE');
  foreign = await app.aRepository(stranger, stranger.login, 'PUBLIC');
  await app.database.query(`UPDATE organizations SET base_permission = 'NONE' WHERE id = $1`, [organization.id]);
  const access = { owner: organization.login, name: payroll.name, login: member.login, access: 'READ' } as const;
  await setRepositoryAccess(await app.sessionOf(owner), access);
  await app.headersOf(member);
});
afterAll(() => app.close());

const create = (asker: User, more: object = {}) =>
  app.as(asker, CREATE, {
    input: {
      name: app.aName('token'),
      resourceOwner: organization.login,
      expiresInDays: 30,
      repositorySelection: 'ALL',
      permissions: [{ key: 'contents', level: 'READ' }],
      ...more,
    },
  });

/** What is wrong with each, and the field that is named. */
const BAD: [string, string, () => object][] = [
  ['an empty name', 'name', () => ({ name: ' \t ' })],
  ['a name of 41 characters', 'name', () => ({ name: 'n'.repeat(41) })],
  ['a description of 1,025', 'description', () => ({ description: 'd'.repeat(1025) })],
  ['a reason of 1,025', 'reason', () => ({ reason: 'r'.repeat(1025) })],
  ['no expiry', 'expiresInDays', () => ({ expiresInDays: null })],
  ['two kinds of expiry', 'expiresInDays', () => ({ neverExpires: true })],
  ['0 days', 'expiresInDays', () => ({ expiresInDays: 0 })],
  ['367 days', 'expiresInDays', () => ({ expiresInDays: 367 })],
  ['an expiry that is now', 'expiresAt', () => ({ expiresInDays: null, expiresAt: app.now })],
  [
    'an expiry 366 days and a millisecond away',
    'expiresAt',
    () => ({ expiresInDays: null, expiresAt: new Date(app.now!.getTime() + 366 * DAY + 1) }),
  ],
  ['an unknown permission', 'permissions', () => ({ permissions: [{ key: 'constructor', level: 'READ' }] })],
  [
    'a permission of Apps alone',
    'permissions',
    () => ({ permissions: [{ key: 'organization_personal_access_tokens', level: 'READ' }] }),
  ],
  ['a level the permission has not', 'permissions', () => ({ permissions: [{ key: 'metadata', level: 'WRITE' }] })],
  [
    'a permission twice',
    'permissions',
    () => ({ permissions: ['READ', 'WRITE'].map((level) => ({ key: 'contents', level })) }),
  ],
  [
    "a person's permission for an organization",
    'permissions',
    () => ({ permissions: [{ key: 'emails', level: 'READ' }] }),
  ],
  [
    "an organization's permission for oneself",
    'permissions',
    () => ({ resourceOwner: member.login, permissions: [{ key: 'members', level: 'READ' }] }),
  ],
  ["a repository's permission with no repositories", 'permissions', () => ({ repositorySelection: 'NONE' })],
  ['SUBSET of nothing', 'repositories', () => ({ repositorySelection: 'SUBSET', repositories: [] })],
  [
    'SUBSET of 51',
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: Array.from({ length: 51 }, (_, index) => `r${index}`) }),
  ],
  ['names without SUBSET', 'repositories', () => ({ repositories: [payroll.name] })],
  [
    "another owner's repository",
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: [globalId('Repository', foreign.id)] }),
  ],
  ['a repository out of sight', 'repositories', () => ({ repositorySelection: 'SUBSET', repositories: [hidden.name] })],
  [
    'a repository out of sight by its id',
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: [globalId('Repository', hidden.id)] }),
  ],
  [
    'no such repository',
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: ['Nowhere', payroll.name] }),
  ],
  ['no such owner', 'resourceOwner', () => ({ resourceOwner: 'nobody-at-all' })],
  ['another person', 'resourceOwner', () => ({ resourceOwner: stranger.login })],
];

test('what is in order is made', async () => {
  const { errors } = await create(member, { repositorySelection: 'SUBSET', repositories: [payroll.name] });
  expect(errors).toBeUndefined();
});

test.each(BAD)('TK-4: %s is INVALID, names %s, and stores nothing', async (_, field, bad) => {
  app.now = new Date();
  await app.jobsDone();
  const before = await rowCountsOf(app.database);

  const { errors } = await create(member, bad());

  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
  expect(Object.keys(errors![0]!.extensions['fields'])).toEqual([field]);
  expect(await rowCountsOf(app.database)).toEqual(before);
});

test.each([
  ['one is no member', async () => {}],
  ['fine-grained tokens are restricted', (team: Team) => lets(team, `fine_grained_access = 'RESTRICTED'`)],
  ['nobody opted in', (team: Team) => lets(team, 'opted_in_at = NULL')],
])('PO-4: where %s, the organization is no resource owner, in the same words', async (why, change) => {
  const team = await app.aTeam();
  await change(team);
  const { login } = team.organization;
  const { errors } = await create(why === 'one is no member' ? member : team.member, { resourceOwner: login });
  const message = `Cannot find the specified resource owner: ${login}`;
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { resourceOwner: message } } }]);
});

test.each([
  ['expiresInDays', { expiresInDays: 8 }],
  ['expiresAt', { expiresInDays: null, expiresAt: new Date(Date.now() + 8 * DAY) }],
  ['neverExpires', { expiresInDays: null, neverExpires: true }],
])('PO-5: longer than the organization allows is INVALID and names %s', async (field, expiry) => {
  const team = await app.aTeam();
  await lets(team, 'fine_grained_max_days = 7');
  const answer = await create(team.member, { resourceOwner: team.organization.login, ...expiry });
  expect(answer.errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { [field]: expect.stringContaining('7 days') } } },
  ]);
  const longest = await create(team.member, { resourceOwner: team.organization.login, expiresInDays: 7 });
  expect(longest.errors).toBeUndefined();
});

type Team = Awaited<ReturnType<TestApp['aTeam']>>;
const lets = (team: Team, change: string) =>
  app.database.query(`UPDATE organizations SET ${change} WHERE id = $1`, [team.organization.id]);
