import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../features/apps/app.entity.ts';
import { installApp } from '../features/apps/install-app.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { removeOrganizationMember } from '../features/organizations/remove-organization-member.ts';
import { gitDirectoryOf } from '../features/repositories/git-directory.ts';
import type { RepositoryInSight } from '../features/repositories/repository.store.ts';
import { setRepositoryAccess } from '../features/repositories/update-repository.ts';
import type { User } from '../features/users/user.entity.ts';
import { anApp, anAppOn } from '../testing/an-app.ts';
import { anAppUserToken, aRefreshTokenOf } from '../testing/app-user.ts';
import { GitClient } from '../testing/git-client.ts';
import { octokitFor, refusalOf } from '../testing/installed-app.ts';
import { ResourceServer } from '../testing/resource-server.ts';
import { TestApp } from '../testing/test-app.ts';

// What the token of an App that acts for a person reaches, at every door: where both may.

const REPOSITORY = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }';
const NAMES = `query ($login: String!) { organization(login: $login) { repositories(first: 9) { nodes { name } } } }`;

let app: TestApp;
let git: GitClient;
let owner: User;
let member: User;
let acme: Organization;
let globex: Organization;
let website: RepositoryInSight;
let payroll: RepositoryInSight;
let ledger: RepositoryInSight;
let engine: RepositoryInSight;
let notes: RepositoryInSight;
/** May read the code of all of acme's repositories. */
let reader: App;
let readerOnAcme: number;
let resourceServer: ResourceServer;

beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  globex = await app.anOrganization(owner, 'globex');
  for (const organization of [acme, globex])
    // oxlint-disable-next-line no-await-in-loop
    await app.join(owner, organization, 'member');
  website = await app.aRepository(owner, 'acme', 'PUBLIC');
  payroll = await app.aRepository(owner, 'acme', 'PRIVATE');
  ledger = await app.aRepository(owner, 'acme', 'PRIVATE');
  engine = await app.aRepository(owner, 'globex', 'PRIVATE');
  notes = await app.aRepository(member, 'member', 'PRIVATE');
  const access = { owner: 'acme', name: payroll.name, login: 'member', access: 'WRITE' } as const;
  await setRepositoryAccess(await app.sessionOf(owner), access);
  ({ app: reader, installationId: readerOnAcme } = await anAppOn(app, acme));
  resourceServer = await ResourceServer.on(app, owner, acme);
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'readme'), 'hello\n');
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'First'], 'work');
  await Promise.all(
    [website, payroll, ledger, engine, notes].map(({ id }) =>
      git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, id), 'main'], 'work'),
    ),
  );
}, 60_000);
afterAll(async () => {
  await git.remove();
  await app.close();
});

const secretFor = async ({ id }: User, through: App) => (await anAppUserToken(app, id, through.id)).secret;
const gitUrl = ({ owner: { login }, name }: RepositoryInSight, secret: string) =>
  `${app.address.replace('://', `://anyone:${secret}@`)}/git/${login}/${name}.git`;
const clone = (repository: RepositoryInSight, secret: string) =>
  git.run(['clone', '--quiet', gitUrl(repository, secret), app.aName('clone')]);
const push = (repository: RepositoryInSight, secret: string) =>
  git.run(['push', '--quiet', gitUrl(repository, secret), `main:refs/heads/${app.aName('branch')}`], 'work');
const get = async (path: string, secret: string) => {
  const response = await fetch(`${app.address}/api/v3${path}`, { headers: { authorization: `Bearer ${secret}` } });
  return { status: response.status, body: (await response.json()) as { message?: string; name?: string }[] & object };
};
const gate = ({ owner: { login }, name }: RepositoryInSight, secret: string, permission = 'contents:read') => {
  const query = new URLSearchParams({ owner: login, repository: name, permission });
  return fetch(`${app.address}/gate?${query.toString()}`, { headers: { authorization: `Bearer ${secret}` } });
};

/** What each door answers who reads the repository: Git, REST, GraphQL, the gate. */
async function everywhere(repository: RepositoryInSight, secret: string): Promise<unknown[]> {
  const { owner: place, name } = repository;
  const path = `/git/${place.login}/${name}.git/info/refs?service=git-upload-pack`;
  const [byGit, byRest, byGraphql, byGate] = await Promise.all([
    fetch(app.address + path, { headers: { authorization: `Bearer ${secret}` } }),
    get(`/repos/${place.login}/${name}`, secret),
    app.as(secret, REPOSITORY, { owner: place.login, name }),
    gate(repository, secret),
  ]);
  const code = byGraphql.errors?.[0]?.extensions['code'] ?? 'ok';
  return [byGit.status, byRest.status, code, byGate.status];
}
const IN = [200, 200, 'ok', 204];
const NOT_THERE = [404, 404, 'NOT_FOUND', 403];
const DEAD = [401, 401, 'UNAUTHENTICATED', 401];

test('GT-2, GT-3: a member’s App reads where it is installed; of the member’s other things it does not know', async () => {
  const secret = await secretFor(member, reader);
  expect(await clone(payroll, secret)).toMatchObject({ code: 0 });
  expect(await everywhere(payroll, secret)).toEqual(IN);
  expect(await everywhere(engine, secret)).toEqual(NOT_THERE);
  expect(await everywhere(notes, secret)).toEqual(NOT_THERE);
  expect((await clone(engine, secret)).stderr).toContain('remote: Repository not found.');
});

test('GT-3: a repository that the App was not given is not there, though its person reads it', async () => {
  const { app: narrow } = await anAppOn(app, acme, {}, { repositoryIds: [payroll.id] });
  const secret = await secretFor(member, narrow);
  expect(await everywhere(payroll, secret)).toEqual(IN);
  expect(await everywhere(ledger, secret)).toEqual(NOT_THERE);
  expect((await clone(ledger, secret)).stderr).toContain('remote: Repository not found.');
  const names = async () => {
    const { body } = await get('/orgs/acme/repos?sort=full_name', secret);
    const { data } = await app.as(secret, NAMES, { login: 'acme' });
    const byGraphql: { name: string }[] = data.organization.repositories.nodes;
    return [body.map(({ name }) => name), byGraphql.map(({ name }) => name)].map((found) =>
      found.toSorted((one, other) => String(one).localeCompare(String(other))),
    );
  };
  const seen = [payroll.name, website.name].toSorted();
  expect(await names()).toEqual([seen, seen]);
});

test('GT-2, TK-9: to push the App needs contents:write and its person write access', async () => {
  const permissions = { contents: 'write', metadata: 'read' } as const;
  const { app: writer } = await anAppOn(app, acme, { permissions });
  const secret = await secretFor(member, writer);
  expect(await push(payroll, secret)).toMatchObject({ code: 0 });
  expect((await push(ledger, secret)).stderr).toContain('it needs write access');
  expect((await push(payroll, await secretFor(member, reader))).stderr).toContain(
    'remote: This needs the permission contents:write.',
  );
  expect((await push(engine, secret)).stderr).toContain('remote: Repository not found.');
  expect((await gate(ledger, secret, 'contents:write')).status).toBe(403);
  expect((await gate(payroll, secret, 'contents:write')).status).toBe(204);
});

test('TK-8: what is public is read with it wherever the App is not installed', async () => {
  const { app: nowhere } = await anApp(app, acme);
  const secret = await secretFor(member, nowhere);
  expect(await everywhere(website, secret)).toEqual(IN);
  expect(await clone(website, secret)).toMatchObject({ code: 0 });
  expect(await everywhere(payroll, secret)).toEqual(NOT_THERE);
  expect((await get('/orgs/acme', secret)).status).toBe(404);
  expect((await get('/user/orgs', secret)).body).toEqual([]);
});

test('TK-9, EX-9: whatever its person or the App loses, the token loses on its next use', async () => {
  const leaver = await app.aPerson();
  await app.join(owner, acme, leaver.login);
  const { app: bot, installationId } = await anAppOn(app, acme);
  const secret = await secretFor(leaver, bot);
  const change = (statement: string, id: number) => app.database.query(statement, [id]);
  const seen = [await everywhere(payroll, secret)];
  for (const [statement, id] of [
    ['UPDATE app_installations SET suspended_at = now() WHERE id = $1', installationId],
    ['UPDATE app_installations SET suspended_at = NULL WHERE id = $1', installationId],
    ['UPDATE users SET suspended_at = now() WHERE id = $1', leaver.id],
    ['UPDATE users SET suspended_at = NULL WHERE id = $1', leaver.id],
  ] as const) {
    // oxlint-disable no-await-in-loop -- one change after the other
    await change(statement, id);
    seen.push(await everywhere(payroll, secret));
    // oxlint-enable no-await-in-loop
  }
  expect(seen).toEqual([IN, NOT_THERE, IN, DEAD, IN]);
  await removeOrganizationMember(await app.sessionOf(owner), { organization: 'acme', login: leaver.login });
  expect(await everywhere(payroll, secret)).toEqual(NOT_THERE);
  expect(await everywhere(website, secret)).toEqual(IN);
});

test('EX-8: a refresh token opens no door', async () => {
  const { token } = await anAppUserToken(app, member.id, reader.id);
  const { secret } = await aRefreshTokenOf(app, token);
  expect(await everywhere(website, secret)).toEqual(DEAD);
  expect(await resourceServer.introspect(secret)).toEqual({ active: false });
});

test('TK-13: its last use is recorded at each door', async () => {
  const { token, secret } = await anAppUserToken(app, member.id, reader.id);
  const doors: string[] = [];
  for (const use of [
    () => clone(payroll, secret),
    () => get('/user', secret),
    () => app.as(secret, '{ viewer { login } }'),
    () => gate(payroll, secret),
    () => resourceServer.introspect(secret),
  ]) {
    // oxlint-disable no-await-in-loop -- one door after the other
    await use();
    await app.lastUses.write();
    const [row] = await app.database.query('SELECT last_used_door AS door FROM tokens WHERE id = $1', [token.id]);
    doors.push(row.door);
    // oxlint-enable no-await-in-loop
  }
  expect(doors).toEqual(['GIT', 'REST', 'GRAPHQL', 'GATE', 'INTROSPECTION']);
});

test('GT-4: the gate tells the person, and what the App carries in the organization that is asked about', async () => {
  const { app: bot } = await anAppOn(app, acme, {
    permissions: { contents: 'write', metadata: 'read', issues: 'read' },
  });
  const { token, secret } = await anAppUserToken(app, member.id, bot.id);
  const wish = { app: bot, organizationId: globex.id, permissions: { contents: 'read', metadata: 'read' } } as const;
  const by = { actor: commandActor(), now: new Date() };
  await app.database.transaction((tx) => installApp(tx, wish, by));
  const told = async (repository: RepositoryInSight) => {
    const { headers } = await gate(repository, secret);
    return ['user', 'token-id', 'permissions'].map((what) => headers.get(`x-countersign-${what}`));
  };
  expect(await told(payroll)).toEqual(['member', String(token.id), 'contents:write,issues:read,metadata:read']);
  expect(await told(engine)).toEqual(['member', String(token.id), 'contents:read,metadata:read']);
});

test('AP-2, AP-5: general reads are in GitHub’s shapes; what is an installation’s is refused in its words', async () => {
  const secret = await secretFor(member, reader);
  const { rest } = octokitFor(app, secret);
  expect((await rest.users.getAuthenticated()).data).toMatchObject({ login: 'member', email: null });
  expect((await rest.orgs.listForAuthenticatedUser()).data.map(({ login }) => login)).toEqual(['acme']);
  expect((await rest.orgs.get({ org: 'acme' })).data).toMatchObject({ login: 'acme', public_repos: 1 });
  expect((await refusalOf(rest.orgs.get({ org: 'globex' }))).status).toBe(404);
  const listed = (await rest.repos.listForOrg({ org: 'acme' })).data.map(({ name }) => name);
  expect(listed.toSorted()).toEqual([website.name, payroll.name, ledger.name].toSorted());
  const { data } = await rest.repos.get({ owner: 'acme', repo: payroll.name });
  // What its person may there; what the App may, its permissions say.
  expect(data).toMatchObject({ private: true, permissions: { admin: false, push: true, pull: true } });
  const refused = { status: 403, message: 'Resource not accessible by integration' };
  expect(await refusalOf(rest.apps.listReposAccessibleToInstallation())).toEqual(refused);
  expect(await refusalOf(rest.apps.revokeInstallationAccessToken())).toEqual(refused);
  expect((await refusalOf(rest.apps.getAuthenticated())).status).toBe(401);
});

test('a look-up is two statements: the credential with what its person holds, and what the App may there', async () => {
  const secret = await secretFor(member, reader);
  const counted = await app.countStatements();
  await get('/meta', secret);
  counted.stop();
  expect(counted.statements).toHaveLength(2);
});

test('uninstalled, the App reaches nothing of the organization any more', async () => {
  const secret = await secretFor(member, reader);
  await app.database.query('DELETE FROM app_installations WHERE id = $1', [readerOnAcme]);
  expect(await everywhere(payroll, secret)).toEqual(NOT_THERE);
  expect((await get('/user/orgs', secret)).body).toEqual([]);
});
