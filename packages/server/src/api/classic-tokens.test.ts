import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { removeOrganizationMember } from '../features/organizations/remove-organization-member.ts';
import { gitDirectoryOf } from '../features/repositories/git-directory.ts';
import type { RepositoryInSight } from '../features/repositories/repository.store.ts';
import { setRepositoryAccess } from '../features/repositories/update-repository.ts';
import { deleteToken } from '../features/tokens/delete-token.ts';
import type { User } from '../features/users/user.entity.ts';
import { GitClient } from '../testing/git-client.ts';
import { TestApp } from '../testing/test-app.ts';

// What a classic token reaches by Git, REST and GraphQL, scope by scope, and where policy refuses it.

const NAMES = `query ($login: String!) { organization(login: $login) { login repositories(first: 9) { nodes { name } } } }`;
const MEMBERS = `query ($login: String!) { organization(login: $login) { login members(first: 9) { nodes { login } } } }`;
const REPOSITORY = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }`;
const OPEN = { classicAccess: 'ALLOWED', classicMaxDays: null } as const;

let app: TestApp;
let git: GitClient;
let owner: User;
let member: User;
let acme: Organization;
let website: RepositoryInSight;
let payroll: RepositoryInSight;
let notes: RepositoryInSight;
let engine: RepositoryInSight;

beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  const stranger = await app.aPerson('globex-owner');
  await app.anOrganization(stranger, 'globex');
  website = await app.aRepository(owner, 'acme', 'PUBLIC');
  payroll = await app.aRepository(owner, 'acme', 'PRIVATE');
  notes = await app.aRepository(member, 'member', 'PRIVATE');
  engine = await app.aRepository(stranger, 'globex', 'PRIVATE');
  const by = await app.sessionOf(owner);
  for (const { name } of [website, payroll])
    // oxlint-disable-next-line no-await-in-loop
    await setRepositoryAccess(by, { owner: 'acme', name, login: 'member', access: 'WRITE' });
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'readme'), 'hello\n');
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'First'], 'work');
  await Promise.all(
    [website, payroll, notes].map(({ id }) =>
      git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, id), 'main'], 'work'),
    ),
  );
});
beforeEach(() => app.setPolicy(acme, OPEN));
afterAll(async () => {
  await git.remove();
  await app.close();
});

const aTokenWith = async (scopes: string[], by = member, wish = {}) =>
  (await app.aClassicToken(by, { scopes, ...wish })).secret;
const gitUrl = ({ owner: { login }, name }: RepositoryInSight, secret: string) =>
  `${app.address.replace('://', `://anyone:${secret}@`)}/git/${login}/${name}.git`;
const clone = (repository: RepositoryInSight, secret: string) =>
  git.run(['clone', '--quiet', gitUrl(repository, secret), app.aName('clone')]);
const push = (repository: RepositoryInSight, secret: string) =>
  git.run(['push', '--quiet', gitUrl(repository, secret), `main:refs/heads/${app.aName('branch')}`], 'work');
const rest = async (path: string, secret: string) => {
  const response = await fetch(`${app.address}/api/v3${path}`, { headers: await app.headersOf(secret) });
  const body = (await response.json()) as { name?: string }[] & { message?: string };
  return { status: response.status, body };
};
const restRepository = ({ owner: { login }, name }: RepositoryInSight, secret: string) =>
  rest(`/repos/${login}/${name}`, secret);
const graphqlRepository = async ({ owner: { login }, name }: RepositoryInSight, secret: string) => {
  const { errors } = await app.as(secret, REPOSITORY, { owner: login, name });
  return errors?.[0] ?? null;
};
/** The names that REST and GraphQL list of acme. */
const listed = async (secret: string): Promise<[string[], string[]]> => {
  const { body } = await rest('/orgs/acme/repos?sort=full_name', secret);
  const { data } = await app.as(secret, NAMES, { login: 'acme' });
  return [
    body.map(({ name }) => name!),
    data.organization.repositories.nodes.map(({ name }: { name: string }) => name),
  ];
};

test('TK-7: without a scope a token reads what is public, at every door, and is told which scope it lacks where its person reads more', async () => {
  const secret = await aTokenWith([]);
  expect((await clone(website, secret)).code).toBe(0);
  expect((await restRepository(website, secret)).status).toBe(200);
  expect(await graphqlRepository(website, secret)).toBeNull();

  const refused = await clone(payroll, secret);
  expect(refused.stderr).toMatch(
    /remote: This needs the scope repo, which the token does not have\. http:\/\/countersign\.test\/settings\/tokens\/\d+/,
  );
  expect(await restRepository(payroll, secret)).toMatchObject({
    status: 403,
    body: { message: expect.stringMatching(/the scope repo\b.*\/settings\/tokens\/\d+$/) },
  });
  expect(await graphqlRepository(payroll, secret)).toMatchObject({
    message: expect.stringContaining('the scope repo'),
    extensions: { code: 'FORBIDDEN', permission: 'metadata:read' },
  });
  expect((await restRepository(notes, secret)).status).toBe(403);
  expect((await push(website, secret)).stderr).toContain('remote: This needs the scope public_repo');
});

test('GT-2: public_repo pushes to public repositories alone', async () => {
  const secret = await aTokenWith(['public_repo']);
  expect(await push(website, secret)).toMatchObject({ code: 0 });
  expect((await push(payroll, secret)).stderr).toContain('remote: This needs the scope repo,');
  expect((await clone(payroll, secret)).code).not.toBe(0);
});

test("GT-2, TK-9: repo does what its person may, no more: theirs, their organizations', not what they only read", async () => {
  const secret = await aTokenWith(['repo']);
  expect(await clone(notes, secret)).toMatchObject({ code: 0 });
  expect(await push(notes, secret)).toMatchObject({ code: 0 });
  expect(await push(payroll, secret)).toMatchObject({ code: 0 });
  expect((await restRepository(payroll, secret)).status).toBe(200);
  expect(await graphqlRepository(payroll, secret)).toBeNull();

  const access = { owner: 'acme', name: payroll.name, login: 'member' } as const;
  await setRepositoryAccess(await app.sessionOf(owner), { ...access, access: 'NONE' });
  expect((await push(payroll, secret)).stderr).toContain('it needs write access');
  await setRepositoryAccess(await app.sessionOf(owner), { ...access, access: 'WRITE' });
  expect(await push(payroll, secret)).toMatchObject({ code: 0 });
});

test("GT-3: another organization's things, and another person's, are not there, whatever the scopes", async () => {
  const secret = await aTokenWith(['repo', 'admin:org', 'user']);
  const others = await aTokenWith(['repo', 'admin:org'], owner);
  expect((await restRepository(engine, secret)).status).toBe(404);
  expect((await clone(engine, secret)).stderr).toContain('remote: Repository not found.');
  expect(await graphqlRepository(engine, secret)).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  expect((await restRepository(notes, others)).status).toBe(404);
  expect((await rest('/orgs/globex/repos', secret)).status).toBe(404);
  const { errors } = await app.as(secret, MEMBERS, { login: 'globex' });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('AP-5: read:org shows the members, and no scope but one of its family does', async () => {
  const ask = async (scopes: string[]) => app.as(await aTokenWith(scopes), MEMBERS, { login: 'acme' });
  const { data, errors } = await ask(['read:org']);
  expect(errors).toBeUndefined();
  expect(data.organization.members.nodes).toEqual([{ login: 'member' }, { login: 'owner' }]);
  expect((await ask(['admin:org'])).errors).toBeUndefined();
  expect(await ask(['repo'])).toMatchObject({
    data: { organization: { login: 'acme', members: null } },
    errors: [{ message: expect.stringContaining('the scope read:org'), extensions: { permission: 'members:read' } }],
  });
  expect(await ask(['user'])).toMatchObject({
    data: { organization: null },
    errors: [{ message: expect.stringContaining('the scope read:org'), extensions: { code: 'FORBIDDEN' } }],
  });
});

test("AP-5: user:email shows one's own address, in REST and GraphQL, and nobody else's", async () => {
  const seen = async (scopes: string[]) => {
    const secret = await aTokenWith(scopes);
    const { body } = await rest('/user', secret);
    const { data } = await app.as(secret, '{ viewer { email } user(login: "owner") { email } }');
    return [(body as { email?: string }).email, data.viewer.email, data.user.email];
  };
  expect(await seen(['user:email'])).toEqual([member.email, member.email, null]);
  expect(await seen(['user'])).toEqual([member.email, member.email, null]);
  expect(await seen(['repo', 'read:user'])).toEqual([null, null, null]);
});

test("RQ-11: no scope reviews: an owner's token with every one of them neither lists nor decides nor revokes", async () => {
  const { data: catalogue } = await app.as(null, '{ scopeCatalogue { scope } }');
  const scopes = catalogue.scopeCatalogue.map(({ scope }: { scope: string }) => scope);
  const secret = await aTokenWith(scopes, owner);
  await app.aToken(member, 'acme');
  const read = await app.as(
    secret,
    `{ organization(login: "acme") { login tokenRequests(first: 9) { totalCount } tokenGrants(first: 9) { totalCount }
       auditLog(first: 9) { totalCount } tokenPolicy { version } apps(first: 9) { totalCount } } }`,
  );
  expect(read.data.organization).toEqual({
    login: 'acme',
    tokenRequests: null,
    tokenGrants: null,
    auditLog: null,
    tokenPolicy: null,
    apps: null,
  });
  expect(read.errors!.map(({ extensions }) => extensions['code'])).toEqual(
    Array.from({ length: 5 }, () => 'FORBIDDEN'),
  );
  for (const mutation of ['approve', 'deny']) {
    // oxlint-disable-next-line no-await-in-loop
    const { errors } = await app.as(
      secret,
      `mutation { ${mutation}TokenRequests(input: { organization: "acme", requestIds: ["1"] }) { totalCount } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
  const revoke = 'mutation { revokeTokenGrants(input: { organization: "acme", grantIds: ["1"] }) { revokedCount } }';
  expect((await app.as(secret, revoke)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('AP-5: to a classic token its person is a name: no tokens, no organizations, no security log', async () => {
  const secret = await aTokenWith(['repo', 'admin:org', 'user'], owner);
  const { data, errors } = await app.as(
    secret,
    `{ viewer { login personalAccessTokens(first: 1) { totalCount } personalAccessToken(databaseId: 1) { name } resourceOwners { login }
       securityLog(first: 1) { totalCount } tokenRequests(first: 1) { totalCount } organizations(first: 1) { totalCount } locale } }`,
  );
  expect(data.viewer).toMatchObject({ login: 'owner', personalAccessTokens: null, securityLog: null });
  expect(errors!.map(({ extensions }) => extensions['code'])).toEqual(Array.from({ length: 7 }, () => 'FORBIDDEN'));
});

test('TK-9: who leaves the organization has a token that is told nothing there, on the next request', async () => {
  const leaver = await app.aPerson();
  await app.join(owner, acme, leaver.login);
  const secret = await aTokenWith(['repo', 'read:org'], leaver);
  expect((await restRepository(payroll, secret)).status).toBe(200);
  await removeOrganizationMember(await app.sessionOf(owner), { organization: 'acme', login: leaver.login });
  expect((await restRepository(payroll, secret)).status).toBe(404);
  expect((await clone(payroll, secret)).stderr).toContain('remote: Repository not found.');
  expect(await graphqlRepository(payroll, secret)).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  expect((await rest('/orgs/acme/repos', secret)).status).toBe(404);
  expect((await restRepository(website, secret)).status).toBe(200);
});

test('PO-4, TK-8: a restricting organization refuses at every door, names itself and the kind and what to use instead; public data still answers', async () => {
  const secret = await aTokenWith(['repo', 'read:org']);
  await app.setPolicy(acme, { classicAccess: 'RESTRICTED' });
  const words =
    'acme does not allow personal access tokens (classic). Use a fine-grained personal access token or an App instead.';

  expect((await clone(payroll, secret)).stderr.replaceAll(/\nremote: */g, ' ')).toContain(words);
  const answer = await restRepository(payroll, secret);
  expect(answer.status).toBe(403);
  expect(answer.body.message).toBe(`${words} http://countersign.test/settings/personal-access-tokens/new`);
  expect(await graphqlRepository(payroll, secret)).toMatchObject({
    message: words,
    extensions: { code: 'FORBIDDEN', policy: 'acme' },
  });
  expect((await app.as(secret, MEMBERS, { login: 'acme' })).errors).toMatchObject([
    { message: words, extensions: { code: 'FORBIDDEN', policy: 'acme' } },
  ]);
  expect((await push(website, secret)).stderr).toContain('acme does not allow personal access tokens (classic)');

  expect(await clone(website, secret)).toMatchObject({ code: 0 });
  expect((await restRepository(website, secret)).status).toBe(200);
  expect(await graphqlRepository(website, secret)).toBeNull();
  expect((await restRepository(notes, secret)).status).toBe(200);

  await app.setPolicy(acme, OPEN);
  expect((await restRepository(payroll, secret)).status).toBe(200);
});

test('PO-5: a lifetime over the limit is refused with the limit and where to change it, and goes on when the limit does', async () => {
  const { secret, token } = await app.aClassicToken(member, { scopes: ['repo'], expiresInDays: 30 });
  const endless = await aTokenWith(['repo'], member, { expiresInDays: null, neverExpires: true });
  const statuses = async (classicMaxDays: number | null) => {
    await app.setPolicy(acme, { classicMaxDays });
    return [(await restRepository(payroll, secret)).status, (await restRepository(payroll, endless)).status];
  };
  expect([await statuses(29), await statuses(30), await statuses(366), await statuses(null)]).toEqual([
    [403, 403],
    [200, 403],
    [200, 403],
    [200, 200],
  ]);
  await app.setPolicy(acme, { classicMaxDays: 29 });
  const { body } = await restRepository(payroll, secret);
  expect(body.message).toMatch(/^acme .* \(classic\) that live longer than 29 days/);
  expect(body.message).toContain(`http://countersign.test/settings/tokens/${token.id}`);
  expect((await restRepository(website, secret)).status).toBe(200);
});

test('PO-4: policy binds a person too who is no member and was given one repository: 404 where it refuses', async () => {
  const guest = await app.aPerson();
  const access = { owner: 'acme', name: payroll.name, login: guest.login } as const;
  await setRepositoryAccess(await app.sessionOf(owner), { ...access, access: 'READ' });
  const secret = await aTokenWith(['repo'], guest);
  const bare = await aTokenWith([], guest);
  expect((await restRepository(payroll, secret)).status).toBe(200);
  expect(await clone(payroll, secret)).toMatchObject({ code: 0 });
  expect((await restRepository(payroll, bare)).status).toBe(404);
  expect((await push(payroll, secret)).stderr).toContain('remote: Repository not found.');

  await app.setPolicy(acme, { classicAccess: 'RESTRICTED' });
  expect((await restRepository(payroll, secret)).status).toBe(404);
  expect((await clone(payroll, secret)).stderr).toContain('remote: Repository not found.');
  expect((await restRepository(website, secret)).status).toBe(200);
  await app.setPolicy(acme, { ...OPEN, classicMaxDays: 7 });
  expect((await restRepository(payroll, secret)).status).toBe(404);
});

test('AP-4: lists show what single reads open, no more and no less', async () => {
  const all = [payroll.name, website.name].toSorted();
  const secret = await aTokenWith(['repo']);
  const readsMembers = await aTokenWith(['read:org', 'public_repo']);
  expect(await listed(secret)).toEqual([all, all]);
  expect(await listed(readsMembers)).toEqual([[website.name], [website.name]]);
  expect((await restRepository(payroll, readsMembers)).status).toBe(403);

  await app.setPolicy(acme, { classicAccess: 'RESTRICTED' });
  expect(await listed(secret)).toEqual([[website.name], [website.name]]);
  await app.setPolicy(acme, { ...OPEN, classicMaxDays: 7 });
  expect(await listed(secret)).toEqual([[website.name], [website.name]]);
  await app.setPolicy(acme, { ...OPEN, classicMaxDays: 30 });
  expect(await listed(secret)).toEqual([all, all]);
});

test('EX-1, EX-2, EX-9: expired to the millisecond, deleted, or of a suspended person, it is 401 at every door', async () => {
  const person = await app.aPerson();
  const { secret, token } = await app.aClassicToken(person, { scopes: ['repo'] });
  const deleted = await app.aClassicToken(person);
  await deleteToken(await app.sessionOf(person), deleted.token.id);
  const statuses = async (bearer: string) => [
    (await rest('/user', bearer)).status,
    (await app.as(bearer, '{ viewer { login } }')).status,
    (
      await fetch(`${app.address}/git/acme/${website.name}.git/info/refs?service=git-upload-pack`, {
        headers: await app.headersOf(bearer),
      })
    ).status,
  ];
  expect(await statuses(deleted.secret)).toEqual([401, 401, 401]);
  app.now = new Date(token.expiresAt!.getTime() - 1);
  expect(await statuses(secret)).toEqual([200, 200, 200]);
  app.now = token.expiresAt;
  expect(await statuses(secret)).toEqual([401, 401, 401]);
  app.now = null;
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  expect(await statuses(secret)).toEqual([401, 401, 401]);
});

test('each request of a classic token asks the database twice: the credential with what its person holds, and the repository', async () => {
  const secret = await aTokenWith(['repo']);
  const counted = await app.countStatements();
  await restRepository(payroll, secret);
  counted.stop();
  expect(counted.statements).toHaveLength(2);
});
