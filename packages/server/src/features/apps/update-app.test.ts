import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, countStatements } from '../../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { rest } from '../../testing/signed-app.ts';
import { type Answer, type Asker, TestApp } from '../../testing/test-app.ts';
import { commandActor } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import type { App } from './app.entity.ts';
import { installApp } from './install-app.ts';
import { updateApp } from './update-app.ts';

const UPDATE = 'mutation ($input: UpdateAppInput!) { updateApp(input: $input) { app { name description isPublic } } }';
const ACCEPT = `mutation ($input: AcceptAppPermissionsInput!) { acceptAppPermissions(input: $input) { installation {
  permissions { key level } permissionsAsked { repository { key level } organization { key level } } } } }`;
const ASKED = `query ($login: String!) { organization(login: $login) { apps(first: 10) { nodes {
  permissions { key level } permissionsAsked { repository { key level } organization { key level } } } } } }`;

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
});
afterAll(() => server.close());

const update = (asker: Asker, { id }: Pick<App, 'id'>, input: object) =>
  server.as(asker, UPDATE, { input: { appId: String(id), ...input } });
const accept = (asker: Asker, installationId: number, permissions: object[]) =>
  server.as(asker, ACCEPT, { input: { installationId: String(installationId), permissions } });
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);
const latestIn = async ({ id }: Organization, limit = 1) =>
  server.database.query(
    'SELECT action, actor_login AS actor, ip IS NULL AS "fromNowhere", details FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT $2',
    [id, limit],
  );
const heldBy = async (installationId: number) => {
  const rows = await server.database.query<{ key: string; level: string }[]>(
    'SELECT key, level FROM app_installation_permissions WHERE installation_id = $1 ORDER BY key',
    [installationId],
  );
  return Object.fromEntries(rows.map(({ key, level }) => [key, level]));
};

test('an owner changes the words of an App; the log has what they were', async () => {
  const { app } = await anApp(server, acme);
  const { data, errors } = await update(owner, app, { name: ' New ', description: 'Other', isPublic: true });
  expect(errors).toBeUndefined();
  expect(data.updateApp.app).toEqual({ name: 'New', description: 'Other', isPublic: true });
  expect(await latestIn(acme)).toMatchObject([
    {
      action: 'integration.update',
      actor: owner.login,
      details: {
        from: { name: app.name, description: null, isPublic: false },
        to: { name: 'New', description: 'Other', isPublic: true },
      },
    },
  ]);
  const before = await latestIn(acme);
  expect((await update(owner, app, { name: 'New', description: 'Other' })).errors).toBeUndefined();
  expect(await latestIn(acme)).toEqual(before);
  expect((await update(owner, app, { description: null })).data.updateApp.app.description).toBeNull();
});

test('AP-1: fewer permissions hold at once on every installation and for its tokens, and each organization has it in its log', async () => {
  const wish = { permissions: { contents: 'write', metadata: 'read', members: 'read' }, isPublic: true } as const;
  const globex = await server.anOrganization(await server.aPerson());
  const { app, signed, installationId } = await anAppOn(server, acme, wish);
  const other = await server.database.transaction((tx) =>
    installApp(
      tx,
      { app, organizationId: globex.id, permissions: wish.permissions },
      { actor: commandActor(), now: new Date() },
    ),
  );
  const token = await signed.token(installationId);
  const reads = async () => (await rest(server, `token ${token}`, 'GET', `/orgs/${acme.login}/repos`)).status;
  expect(await reads()).toBe(200);

  const { errors } = await update(owner, app, { permissions: [{ key: 'contents', level: 'READ' }] });

  expect(errors).toBeUndefined();
  const held = { contents: 'read', metadata: 'read' };
  expect([await heldBy(installationId), await heldBy(other.id)]).toEqual([held, held]);
  const change = { from: { contents: 'write', members: 'read' }, to: { contents: 'read' } };
  const version = 'integration_installation.version_updated';
  expect(await latestIn(globex)).toEqual([
    {
      action: version,
      actor: `${app.slug}[bot]`,
      fromNowhere: true,
      details: { installation_id: other.id, permissions: change },
    },
  ]);
  expect(await latestIn(acme, 2)).toMatchObject([
    { action: 'integration.update', actor: owner.login },
    { action: version, actor: owner.login, details: { installation_id: installationId, permissions: change } },
  ]);
});

test('taking from many installations is as many statements as from one', async () => {
  // On connections of its own, so that what other requests and jobs do meanwhile is not counted in.
  const database = await connect({ url: server.databaseUrl, entities: ENTITIES, migrations: MIGRATIONS });
  const organizations = await Promise.all(Array.from({ length: 12 }, () => server.anOrganization(owner)));
  const statementsFor = async (on: Organization[]) => {
    const { app, permissions } = await anApp(server, acme, { isPublic: true });
    const by = { actor: commandActor(), now: new Date() };
    await server.database.transaction(async (tx) => {
      for (const { id } of on)
        // oxlint-disable-next-line no-await-in-loop -- one connection, one statement at a time
        await installApp(tx, { app, organizationId: id, permissions }, by);
    });
    const caller = { ...(await server.sessionOf(owner)), database };
    const counter = countStatements(database);
    await updateApp(caller, { appId: app.id, permissions: [{ key: 'metadata', level: 'read' }] });
    counter.stop();
    return counter.statements.length;
  };
  const [one, many] = [await statementsFor(organizations.slice(0, 1)), await statementsFor(organizations)];
  await database.destroy();
  expect(many).toBe(one);
});

test('AP-1: more permissions are shown to the owners of where it is installed, and hold when one accepts what was shown', async () => {
  const { app, installationId } = await anAppOn(server, acme, { permissions: { members: 'read' } });
  const more = [
    { key: 'members', level: 'WRITE' },
    { key: 'checks', level: 'READ' },
  ];
  expect((await update(owner, app, { permissions: more })).errors).toBeUndefined();
  expect(await heldBy(installationId)).toEqual({ members: 'read' });
  const { data } = await server.as(owner, ASKED, { login: acme.login });
  const asked = data.organization.apps.nodes[0].permissionsAsked;
  expect(asked).toEqual({
    repository: [
      { key: 'checks', level: 'READ' },
      { key: 'metadata', level: 'READ' },
    ],
    organization: [{ key: 'members', level: 'WRITE' }],
  });
  const shown = [...asked.repository, ...asked.organization];

  expect(codesOf(await accept(await server.aPerson(), installationId, shown))).toEqual(['NOT_FOUND']);
  expect(codesOf(await accept(member, installationId, shown))).toEqual(['FORBIDDEN']);
  expect(codesOf(await accept(owner, installationId, shown.slice(1)))).toEqual(['CONFLICT']);
  expect(codesOf(await accept(owner, 987_654, shown))).toEqual(['NOT_FOUND']);
  expect(await heldBy(installationId)).toEqual({ members: 'read' });

  const accepted = await accept(owner, installationId, shown);
  expect(accepted.data.acceptAppPermissions.installation.permissionsAsked).toEqual({
    repository: [],
    organization: [],
  });
  expect(await heldBy(installationId)).toEqual({ checks: 'read', members: 'write', metadata: 'read' });
  expect(await latestIn(acme)).toMatchObject([
    {
      action: 'integration_installation.version_updated',
      details: { permissions: { from: { members: 'read' }, to: { members: 'write', checks: 'read' } } },
    },
  ]);
  expect(codesOf(await accept(owner, installationId, shown))).toEqual(['CONFLICT']);
});

test('SN-3: accepting asks for a fresh password', async () => {
  const { installationId } = await anAppOn(server, acme);
  server.now = new Date(Date.now() + 3 * 60 * 60 * 1000);
  const { errors } = await accept(owner, installationId, []);
  server.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});

test('who is no owner changes no App, and learns no more than that', async () => {
  const { app } = await anApp(server, acme);
  const elsewhere = await server.aTeam();
  const { secret } = await server.aClassicToken(owner, { scopes: ['admin:org'] });
  expect(codesOf(await update(member, app, { name: 'x' }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await update(secret, app, { name: 'x' }))).toEqual(['FORBIDDEN']);
  const strange = await update(elsewhere.owner, app, { name: 'x' });
  const missing = await update(elsewhere.owner, { id: 987_654 }, { name: 'x' });
  expect(strange.errors).toEqual(missing.errors);
  expect(codesOf(strange)).toEqual(['NOT_FOUND']);
  expect(codesOf(await server.as(owner, UPDATE, { input: { appId: 'nonsense', name: 'x' } }))).toEqual(['NOT_FOUND']);
});

test('an App that others have let in stays public', async () => {
  const globex = await server.anOrganization(await server.aPerson());
  const { app } = await anAppOn(server, acme, { isPublic: true }, { on: globex });
  const { errors } = await update(owner, app, { isPublic: false });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { isPublic: expect.any(String) } } }]);
});

test.each([
  [{ name: ' ' }, 'name'],
  [{ description: 'x'.repeat(1025) }, 'description'],
  [{ permissions: [{ key: 'emails', level: 'READ' }] }, 'permissions'],
])('the change %j is INVALID in %j', async (wish, field) => {
  const { app } = await anApp(server, acme);
  const { errors } = await update(owner, app, wish);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
});

test('of two changes at once both are in the log, one after the other', async () => {
  const { app } = await anApp(server, acme);
  await Promise.all(['one', 'two'].map((name) => update(owner, app, { name })));
  const entries = (await latestIn(acme, 2)) as { details: { from: object; to: object } }[];
  expect(entries[0]!.details.from).toEqual(entries[1]!.details.to);
});

const FLOW =
  'mutation ($input: UpdateAppInput!) { updateApp(input: $input) { app { redirectUris userTokensExpire } } }';

test('AP-7, EX-8: an owner changes redirect URIs and whether tokens end; absent is unchanged, and the log has what they were', async () => {
  const { app } = await anApp(server, acme);
  const change = (input: object) => server.as(owner, FLOW, { input: { appId: String(app.id), ...input } });
  const redirectUris = ['https://client.example/callback'];
  expect((await change({ redirectUris })).data.updateApp.app).toEqual({ redirectUris, userTokensExpire: true });
  expect(await latestIn(acme)).toMatchObject([
    { action: 'integration.update', details: { from: { redirectUris: [] }, to: { redirectUris } } },
  ]);
  expect((await change({ userTokensExpire: false })).data.updateApp.app).toEqual({
    redirectUris,
    userTokensExpire: false,
  });
  const before = await latestIn(acme);
  expect((await change({ redirectUris, userTokensExpire: false })).errors).toBeUndefined();
  expect((await change({ redirectUris: null, userTokensExpire: null })).errors).toBeUndefined();
  expect(await latestIn(acme)).toEqual(before);
  expect((await change({ redirectUris: [] })).data.updateApp.app.redirectUris).toEqual([]);
  const refused = await change({ redirectUris: ['javascript:alert(1)'], name: '' });
  expect(Object.keys(refused.errors![0]!.extensions['fields'])).toEqual(['name', 'redirectUris']);
  expect(codesOf(await server.as(member, FLOW, { input: { appId: String(app.id), redirectUris } }))).toEqual([
    'FORBIDDEN',
  ]);
});
