import { access } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowCountsOf } from '../../testing/database-dump.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import { gitDirectoryOf } from './git-directory.ts';

const CREATE = `mutation ($input: CreateRepositoryInput!) { createRepository(input: $input) { clientMutationId
  repository { databaseId name nameWithOwner description visibility cloneUrl owner { ... on User { login } ... on Organization { login } } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const create = (asker: Asker, owner: string, more: object = {}) =>
  app.as(asker, CREATE, { input: { owner, name: app.aName('Website'), visibility: 'PRIVATE', ...more } });

test('an owner makes a repository: the row, the folder, and an entry in the log of whose it is', async () => {
  const { owner, organization } = await app.aTeam();
  const { data, errors } = await create(owner, organization.login.toUpperCase(), {
    name: 'Web.Site_1',
    description: 'Our site.',
  });

  expect(errors).toBeUndefined();
  const { repository } = data.createRepository;
  expect(repository).toEqual({
    databaseId: expect.any(Number),
    name: 'Web.Site_1',
    nameWithOwner: `${organization.login}/Web.Site_1`,
    description: 'Our site.',
    visibility: 'PRIVATE',
    cloneUrl: `http://countersign.test/git/${organization.login}/Web.Site_1.git`,
    owner: { login: organization.login },
  });
  await access(`${gitDirectoryOf(app.settings.gitRoot, repository.databaseId)}/HEAD`);
  const entries = await app.database.query(
    `SELECT actor_login AS actor, subject, details FROM audit_entries WHERE organization_id = $1 AND action = 'repo.create'`,
    [organization.id],
  );
  expect(entries).toEqual([
    { actor: owner.login, subject: `${organization.login}/Web.Site_1`, details: { visibility: 'PRIVATE' } },
  ]);
});

test("one makes one's own; a stranger finds no owner, a member may not, a token may never", async () => {
  const { owner, member, organization } = await app.aTeam();
  const { secret } = await app.aToken(owner, organization.login, { permissions: { administration: 'write' } });
  expect((await create(member, member.login)).data.createRepository.repository.owner).toEqual({ login: member.login });

  const codes = [];
  for (const [asker, of] of [
    [await app.aPerson(), organization.login],
    [owner, member.login],
    [owner, 'nobody-at-all'],
    [member, organization.login],
    [secret, organization.login],
    [null, organization.login],
  ] as const)
    // oxlint-disable-next-line no-await-in-loop -- six
    codes.push((await create(asker, of)).errors?.[0]?.extensions['code']);
  expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED']);
});

test.each([
  ['no name', 'name', { name: '' }],
  ['a name of 101 characters', 'name', { name: 'x'.repeat(101) }],
  ['a path', 'name', { name: '../escape' }],
  ['two dots', 'name', { name: '..' }],
  ['a name that ends in .GIT', 'name', { name: 'website.GIT' }],
  ['a space', 'name', { name: 'web site' }],
  ['a description of 351', 'description', { description: 'd'.repeat(351) }],
])('SN-5: %s is INVALID, names %s, and stores nothing', async (_, field, bad) => {
  const person = await app.aPerson();
  await app.headersOf(person);
  const before = await rowCountsOf(app.database);
  const { errors } = await create(person, person.login, bad);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
  expect(await rowCountsOf(app.database)).toEqual(before);
});

test('SN-5: a name is unique within its owner whatever its case, also of two at once; another owner may have it', async () => {
  const { owner, organization } = await app.aTeam();
  const answers = await Promise.all(['Twice', 'tWICE'].map((name) => create(owner, organization.login, { name })));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([
    { extensions: { code: 'INVALID', fields: { name: expect.stringContaining('already') } } },
  ]);
  expect((await create(owner, owner.login, { name: 'Twice' })).errors).toBeUndefined();
});
