import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { rest } from '../../testing/signed-app.ts';
import { type Answer, type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { User } from '../users/user.entity.ts';
import { issueInstallationToken } from './issue-installation-token.ts';

const INSTALLATION = `installation { databaseId repositorySelection suspendedAt app { slug } permissions { key level }
  repositories(first: 10) { totalCount nodes { name } } }`;
const mutation = (name: string, shown = INSTALLATION) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${shown} } }`;

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let payroll: RepositoryInSight;
let website: RepositoryInSight;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
  payroll = await server.aRepository(owner, acme.login, 'PRIVATE');
  website = await server.aRepository(owner, acme.login, 'PRIVATE');
});
afterAll(() => server.close());

const install = (asker: Asker, app: string, input: object = {}) =>
  server.as(asker, mutation('installApp'), { input: { app, organization: acme.login, ...input } });
const act = (
  asker: Asker,
  name: 'updateInstallation' | 'suspendInstallation' | 'unsuspendInstallation',
  id: number | string,
  input: object = {},
) => server.as(asker, mutation(name), { input: { installationId: String(id), ...input } });
const uninstall = (asker: Asker, id: number) =>
  server.as(asker, mutation('uninstallApp', 'organization { login apps(first: 50) { nodes { databaseId } } }'), {
    input: { installationId: String(id) },
  });
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);
const fieldsOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['fields']);
const latest = async () =>
  (
    await server.database.query<{ action: string; actor: string; details: object }[]>(
      'SELECT action, actor_login AS actor, details FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT 1',
      [acme.id],
    )
  )[0];
const reads = async (token: string, { name }: RepositoryInSight) =>
  (await rest(server, `token ${token}`, 'GET', `/repos/${acme.login}/${name}`)).status;

test('AP-1: an owner lets an App in with what it asks for, on all repositories or on some; it is in the log', async () => {
  const [{ app }, { app: second }] = [await anApp(server, acme), await anApp(server, acme)];
  const { data, errors } = await install(owner, app.slug);
  expect(errors).toBeUndefined();
  expect(data.installApp.installation).toMatchObject({
    repositorySelection: 'ALL',
    suspendedAt: null,
    app: { slug: app.slug },
    permissions: [
      { key: 'contents', level: 'READ' },
      { key: 'metadata', level: 'READ' },
    ],
    repositories: { totalCount: 0 },
  });
  const repositories = [payroll.name.toUpperCase(), globalId('Repository', website.id)];
  const some = await install(owner, second.slug, { repositorySelection: 'SUBSET', repositories });
  expect(some.data.installApp.installation.repositories.nodes).toEqual([
    { name: payroll.name },
    { name: website.name },
  ]);
  expect(await latest()).toMatchObject({
    action: 'integration_installation.create',
    actor: owner.login,
    details: {
      installation_id: some.data.installApp.installation.databaseId,
      repository_selection: 'SUBSET',
      repositories: [payroll.name, website.name].toSorted(),
      permissions: { contents: 'read', metadata: 'read' },
    },
  });
});

test('AP-1: an App that asks for something else than the owner was shown is not let in: nobody agrees to what they did not see', async () => {
  const { app } = await anApp(server, acme);
  const contents = { key: 'contents', level: 'READ' };
  const metadata = { key: 'metadata', level: 'READ' };
  const others = [[], [metadata], [{ ...contents, level: 'WRITE' }, metadata]];
  const answers = await Promise.all(others.map((permissions) => install(owner, app.slug, { permissions })));
  expect(answers.map(codesOf)).toEqual([['CONFLICT'], ['CONFLICT'], ['CONFLICT']]);
  expect((await install(owner, app.slug, { permissions: [metadata, contents] })).errors).toBeUndefined();
});

test("another organization's App is installed where it is public, and is not there where it is not", async () => {
  const elsewhere = await server.aTeam();
  const [own, open] = [
    await anApp(server, elsewhere.organization),
    await anApp(server, elsewhere.organization, { isPublic: true }),
  ];
  expect((await install(owner, open.app.slug)).errors).toBeUndefined();
  const hidden = await install(owner, own.app.slug);
  expect(hidden.errors).toEqual((await install(owner, 'nothing')).errors);
  expect(codesOf(hidden)).toEqual(['NOT_FOUND']);
});

test('AP-5: no stranger, no member and no token lets an App in, moves, suspends or sends it away', async () => {
  const { app } = await anApp(server, acme);
  const { installationId } = await anAppOn(server, acme);
  const { secret } = await server.aClassicToken(owner, { scopes: ['admin:org', 'repo'] });
  const all = (asker: Asker, id: number) =>
    Promise.all([
      install(asker, app.slug),
      act(asker, 'updateInstallation', id, { repositorySelection: 'ALL' }),
      act(asker, 'suspendInstallation', id),
      act(asker, 'unsuspendInstallation', id),
      uninstall(asker, id),
    ]);
  const stranger = (await server.aTeam()).owner;
  for (const [asker, code] of [[member, 'FORBIDDEN'] as const, [secret, 'FORBIDDEN'] as const])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await all(asker, installationId)).flatMap(codesOf)).toEqual(Array.from({ length: 5 }, () => code));
  const told = async (id: number) => (await all(stranger, id)).map(({ errors }) => errors);
  expect(await told(installationId)).toEqual(await told(987_654));
  expect(codesOf(await act(owner, 'suspendInstallation', 'nonsense'))).toEqual(['NOT_FOUND']);
});

test('SN-3: letting an App in, or to more repositories, asks for a fresh password; sending it away does not', async () => {
  const { app } = await anApp(server, acme);
  const { installationId } = await anAppOn(server, acme);
  server.now = new Date(Date.now() + 3 * 60 * 60 * 1000);
  const answers = [
    await install(owner, app.slug),
    await act(owner, 'updateInstallation', installationId, { repositorySelection: 'ALL' }),
    await act(owner, 'suspendInstallation', installationId),
    await uninstall(owner, installationId),
  ];
  server.now = null;
  expect(answers.map(({ errors }) => errors?.[0]?.extensions['reauthenticate'])).toEqual([
    true,
    true,
    undefined,
    undefined,
  ]);
});

test.each([
  [{ repositorySelection: 'NONE' }, 'repositorySelection'],
  [{ repositorySelection: 'SUBSET' }, 'repositories'],
  [{ repositorySelection: 'ALL', repositories: ['x'] }, 'repositories'],
  [{ repositorySelection: 'SUBSET', repositories: ['no-such-thing'] }, 'repositories'],
])('the reach %j is INVALID in %s', async (wish, field) => {
  const { app } = await anApp(server, acme);
  const { installationId } = await anAppOn(server, acme);
  const expected = [{ [field]: expect.any(String) }];
  expect(fieldsOf(await install(owner, app.slug, wish))).toEqual(expected);
  expect(fieldsOf(await act(owner, 'updateInstallation', installationId, wish))).toEqual(expected);
});

test('an App is let in once, also by two owners at once', async () => {
  const { app } = await anApp(server, acme);
  const answers = await Promise.all([1, 2].map(() => install(owner, app.slug)));
  expect(answers.flatMap(codesOf).filter(Boolean)).toEqual(['INVALID']);
  expect(fieldsOf(await install(owner, app.slug))).toEqual([{ app: `${app.name} is installed there already.` }]);
});

test('AP-1: an owner says which repositories an App reaches; its tokens follow on their next use', async () => {
  const { signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  expect([await reads(token, payroll), await reads(token, website)]).toEqual([200, 200]);
  const { data } = await act(owner, 'updateInstallation', installationId, {
    repositorySelection: 'SUBSET',
    repositories: [payroll.name],
  });
  expect(data.updateInstallation.installation).toMatchObject({
    repositorySelection: 'SUBSET',
    repositories: { nodes: [{ name: payroll.name }] },
  });
  expect([await reads(token, payroll), await reads(token, website)]).toEqual([200, 404]);
  expect(await latest()).toMatchObject({
    action: 'integration_installation.repositories_changed',
    details: {
      repository_selection: { from: 'ALL', to: 'SUBSET' },
      repositories_added: [payroll.name],
      repositories_removed: [],
    },
  });
  await act(owner, 'updateInstallation', installationId, { repositorySelection: 'ALL' });
  expect(await reads(token, website)).toBe(200);
  const before = await latest();
  await act(owner, 'updateInstallation', installationId, { repositorySelection: 'ALL' });
  expect(await latest()).toEqual(before);
});

test('as many owners as there are connections say it at the same moment, and none waits for another connection', async () => {
  const { installationId } = await anAppOn(server, acme);
  const wish = { repositorySelection: 'SUBSET', repositories: [payroll.name] };
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => act(owner, 'updateInstallation', installationId, wish)),
  );
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
});

test('AP-1: a suspended App is out on its next use, and in again when that is lifted', async () => {
  const { signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  const { data } = await act(owner, 'suspendInstallation', installationId);
  expect(data.suspendInstallation.installation.suspendedAt).not.toBeNull();
  expect(await reads(token, payroll)).toBe(401);
  expect(await latest()).toMatchObject({ action: 'integration_installation.suspend', actor: owner.login });
  const before = await latest();
  expect((await act(owner, 'suspendInstallation', installationId)).errors).toBeUndefined();
  expect(await latest()).toEqual(before);
  await act(owner, 'unsuspendInstallation', installationId);
  expect(await reads(token, payroll)).toBe(200);
  expect(await latest()).toMatchObject({ action: 'integration_installation.unsuspend' });
});

test('AP-1: with an App that is sent away its tokens are gone, and letting it in again revives none', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  const { data } = await uninstall(owner, installationId);
  expect(data.uninstallApp.organization.login).toBe(acme.login);
  expect(data.uninstallApp.organization.apps.nodes).not.toContainEqual({ databaseId: installationId });
  expect(await reads(token, payroll)).toBe(401);
  expect(await server.database.query('SELECT FROM tokens WHERE name = $1', [app.slug])).toHaveLength(0);
  expect(await latest()).toMatchObject({
    action: 'integration_installation.destroy',
    details: { installation_id: installationId },
  });
  expect((await install(owner, app.slug)).errors).toBeUndefined();
  expect(await reads(token, payroll)).toBe(401);
  expect(codesOf(await uninstall(owner, installationId))).toEqual(['NOT_FOUND']);
});

test('while an App is sent away it gets no token that outlives that, and of two owners one does it', async () => {
  const { app, installationId } = await anAppOn(server, acme);
  const issue = () =>
    server.database.transaction((tx) => issueInstallationToken(tx, { app, installationId }, new Date()));
  const [first, second, ...issued] = await Promise.all([
    uninstall(owner, installationId),
    uninstall(owner, installationId),
    ...Array.from({ length: 6 }, () => issue().catch(({ code }) => code as string)),
  ]);
  expect([first, second].flatMap(codesOf).filter(Boolean)).toEqual(['NOT_FOUND']);
  expect(issued.every((outcome) => outcome === 'NOT_FOUND' || typeof outcome === 'object')).toBe(true);
  expect(await server.database.query('SELECT FROM tokens WHERE name = $1', [app.slug])).toHaveLength(0);
});
