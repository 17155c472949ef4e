import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { edit, edited } from '../../testing/edit-token.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { removeOrganizationMember } from '../organizations/remove-organization-member.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import type { User } from '../users/user.entity.ts';

let app: TestApp;
let owner: User;
let member: User;
let organization: Organization;
/** The member sees the first and not the second. */
let payroll: RepositoryInSight;
let hidden: RepositoryInSight;
/** A granted one, and one that waits. */
let token: { id: number; name: string };
let waiting: { id: number; name: string };
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization } = await app.aTeam());
  const { login } = organization;
  payroll = await app.aRepository(owner, login, 'PRIVATE');
  hidden = await app.aRepository(owner, login, 'PRIVATE');
  await app.database.query(`UPDATE organizations SET base_permission = 'NONE' WHERE id = $1`, [organization.id]);
  const access = { owner: login, name: payroll.name, login: member.login, access: 'READ' } as const;
  await setRepositoryAccess(await app.sessionOf(owner), access);
  ({ token } = await app.aToken(member, login, { repositorySelection: 'NONE', permissions: { members: 'read' } }));
  await app.decideAll(owner, organization, 'APPROVED');
  ({ token: waiting } = await app.aToken(member, login));
  await app.headersOf(member);
});
afterAll(() => app.close());

const BAD: [string, string, () => object][] = [
  ['an empty name', 'name', () => ({ name: ' \t ' })],
  ['a name of 41 characters', 'name', () => ({ name: 'n'.repeat(41) })],
  ['a name that is taken', 'name', () => ({ name: waiting.name })],
  ['a description of 1,025', 'description', () => ({ description: 'd'.repeat(1025) })],
  ['a reason of 1,025', 'reason', () => ({ reason: 'r'.repeat(1025) })],
  ['SUBSET without a repository', 'repositories', () => ({ repositorySelection: 'SUBSET' })],
  ['repositories where none are named', 'repositories', () => ({ repositories: [payroll.name] })],
  ['repositories with ALL', 'repositories', () => ({ repositorySelection: 'ALL', repositories: [payroll.name] })],
  [
    '51 repositories',
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: Array.from({ length: 51 }, (_, i) => `r${i}`) }),
  ],
  ['a repository out of sight', 'repositories', () => ({ repositorySelection: 'SUBSET', repositories: [hidden.name] })],
  [
    'a repository out of sight by its id',
    'repositories',
    () => ({ repositorySelection: 'SUBSET', repositories: [globalId('Repository', hidden.id)] }),
  ],
  ['an unknown permission', 'permissions', () => ({ permissions: { everything: 'read' } })],
  ['a level that it does not have', 'permissions', () => ({ permissions: { members: 'admin' } })],
  ["a repository's permission without repositories", 'permissions', () => ({ permissions: { contents: 'read' } })],
  ["a person's permission for an organization", 'permissions', () => ({ permissions: { emails: 'read' } })],
  ['a review permission', 'permissions', () => ({ permissions: { organization_personal_access_tokens: 'read' } })],
];

/** Mails and seals of what was made before may still be on their way. */
const stored = () =>
  app.database.query(
    `SELECT (SELECT count(*) FROM tokens) AS tokens, (SELECT count(*) FROM token_permissions) AS permissions,
            (SELECT count(*) FROM token_requests) AS requests, (SELECT count(*) FROM token_grants) AS grants,
            (SELECT count(*) FROM audit_entries) AS entries`,
  );

test.each(BAD)('%s is INVALID, names %s, and stores nothing', async (_, field, change) => {
  const before = await stored();
  const { errors } = await edit(app, member, token.id, { description: 'changed', ...change() });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
  expect(await stored()).toEqual(before);
  expect((await edited(app, member, token.id, {})).description).toBe('');
});

test('TK-4: more than 50 with those out of sight is INVALID, and tells how many those are', async () => {
  const team = await app.aTeam();
  const { login, id } = team.organization;
  const repositories: { id: number; name: string }[] = await app.database.query(
    `INSERT INTO repositories (owner_organization_id, name, description, visibility, created_at)
     SELECT $1, 'r' || n, '', 'PRIVATE', now() FROM generate_series(1, 51) n RETURNING id, name`,
    [id],
  );
  const made = await app.aToken(team.member, login, {
    repositorySelection: 'SUBSET',
    repositories: repositories.slice(0, 2).map((repository) => ({ id: repository.id })),
  });
  await app.database.query(`UPDATE organizations SET base_permission = 'NONE' WHERE id = $1`, [id]);
  await app.database.query(
    `INSERT INTO repository_accesses (repository_id, user_id, level) SELECT unnest($1::bigint[]), $2, 'READ'`,
    [repositories.slice(2).map((repository) => repository.id), team.member.id],
  );
  const named = repositories.slice(2).map(({ name }) => name);
  expect((await edit(app, team.member, made.token.id, { repositories: named })).errors).toMatchObject([
    {
      message: 'At most 50 repositories, with 2 that you cannot see any more.',
      extensions: { code: 'INVALID', fields: { repositories: expect.any(String) } },
    },
  ]);
  expect((await edit(app, team.member, made.token.id, { repositories: named.slice(1) })).errors).toBeUndefined();
});

test("another's, unknown, strange, deleted and classic ids are the same NOT_FOUND, to owners of the organization too", async () => {
  const deleted = await app.aToken(member, organization.login);
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [deleted.token.id]);
  const classic = await app.aClassicToken(member);
  const stranger = await app.aPerson();
  const attempts: [User, string | number][] = [
    [stranger, token.id],
    [owner, token.id],
    [owner, globalId('FineGrainedToken', token.id)],
    [member, 999_999_999],
    [member, 'nonsense'],
    [member, deleted.token.id],
    [member, classic.token.id],
    [member, globalId('ClassicToken', token.id)],
  ];
  const answers = await Promise.all(attempts.map(([asker, id]) => edit(app, asker, id, { name: app.aName('stolen') })));
  for (const { errors } of answers)
    expect(errors).toMatchObject([{ message: 'The token could not be found.', extensions: { code: 'NOT_FOUND' } }]);
});

test('EX-1: what is dead is not changed: CONFLICT, and nothing is revived', async () => {
  const expired = await app.aToken(member, organization.login, { expiresInDays: 1 });
  const revoked = await app.aToken(member, organization.login);
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [revoked.token.id]);
  await app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [expired.token.id],
  );
  for (const [made, word] of [
    [expired, 'expired'],
    [revoked, 'revoked'],
  ] as const)
    for (const change of [{ name: app.aName('later') }, { permissions: { issues: 'read' } } as const]) {
      // oxlint-disable-next-line no-await-in-loop
      const { errors } = await edit(app, member, made.token.id, change);
      expect(errors).toMatchObject([{ message: expect.stringContaining(word), extensions: { code: 'CONFLICT' } }]);
    }
});

test('GN-3: one who left changes the words of the token, and asks for nothing', async () => {
  const team = await app.aTeam();
  const made = await app.aToken(team.member, team.organization.login);
  await app.decideAll(team.owner, team.organization, 'APPROVED');
  const { login } = team.organization;
  await removeOrganizationMember(await app.sessionOf(team.owner), { organization: login, login: team.member.login });
  const { errors } = await edit(app, team.member, made.token.id, { permissions: { issues: 'read' } });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(await edited(app, team.member, made.token.id, { description: 'kept' })).toMatchObject({
    description: 'kept',
    blockedBy: 'NOT_A_MEMBER',
    grant: null,
  });
});

test('SN-3, AP-5: only a fresh session edits a token, no token whatever it carries', async () => {
  const { secret } = await app.aClassicToken(member, { scopes: ['repo', 'admin:org', 'user'] });
  const change = { permissions: { members: 'read' } } as const;
  expect((await edit(app, secret, token.id, change)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await edit(app, null, token.id, change)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  app.now = new Date(Date.now() + 2 * 3_600_000 + 60_000);
  const { errors } = await edit(app, member, token.id, { name: app.aName('later') });
  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});
