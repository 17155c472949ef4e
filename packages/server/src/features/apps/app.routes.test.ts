import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { importPKCS8, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { commandActor } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { User } from '../users/user.entity.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import type { App } from './app.entity.ts';
import { createAppKey } from './create-app-key.ts';
import { createApp } from './create-app.ts';
import { installApp } from './install-app.ts';

let server: TestApp;
let owner: User;
let acme: Organization;
let payroll: RepositoryInSight;
let app: App;
let privateKey: string;
let installation: AppInstallation;

beforeAll(async () => {
  server = await TestApp.open();
  owner = await server.aPerson('owner');
  acme = await server.anOrganization(owner, 'acme');
  payroll = await server.aRepository(owner, 'acme', 'PRIVATE');
  ({ app, privateKey } = await anApp('review-bot'));
  installation = await install(app, acme);
});
afterAll(() => server.close());

const anApp = (slug: string) =>
  server.database.transaction(async (tx) => {
    const made = await createApp(
      tx,
      { name: `The ${slug}`, slug, owner: { kind: 'ORGANIZATION', id: acme.id, login: 'acme' } },
      new Date(),
    );
    return { app: made, ...(await createAppKey(tx, made, new Date())) };
  });

const PERMISSIONS = {
  organization_personal_access_token_requests: 'write',
  contents: 'read',
  metadata: 'read',
} as const;
const install = (which: App, on: Organization) =>
  server.database.transaction((tx) =>
    installApp(
      tx,
      { app: which, organizationId: on.id, permissions: PERMISSIONS },
      { actor: commandActor(), now: new Date() },
    ),
  );

const silently = () => {};
const SILENT = { debug: silently, info: silently, warn: silently, error: silently };
const octokit = (appId: number | string = app.id, installationId = installation.id) =>
  new Octokit({
    log: SILENT,
    baseUrl: `${server.address}/api/v3`,
    authStrategy: createAppAuth,
    auth: { appId, privateKey, installationId },
  });
const ask = (path: string, authorization: string, init: RequestInit = {}) =>
  fetch(`${server.address}/api/v3${path}`, { ...init, headers: { authorization } });

const seconds = (moment = Date.now()) => Math.floor(moment / 1000);
const aJwt = async (claims: Record<string, unknown> = {}, key = privateKey) =>
  new SignJWT({ iss: String(app.id), iat: seconds() - 30, exp: seconds() + 300, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(await importPKCS8(key, 'RS256'));
const messageOf = async (answer: Response) => [answer.status, ((await answer.json()) as { message: string }).message];

test('AP-1: Octokit reads the App, by its id or by its client id', async () => {
  for (const appId of [app.id, app.clientId]) {
    // oxlint-disable-next-line no-await-in-loop
    const { data } = await octokit(appId).request('GET /app');
    expect(data).toMatchObject({
      id: app.id,
      slug: 'review-bot',
      client_id: app.clientId,
      owner: { login: 'acme' },
      installations_count: 1,
    });
  }
});

test('AP-1: Octokit finds the installation, by list, by id, and by organization', async () => {
  const client = octokit();
  const { data: list } = await client.request('GET /app/installations');
  const { data: byId } = await client.request('GET /app/installations/{installation_id}', {
    installation_id: installation.id,
  });
  const { data: byOrganization } = await client.request('GET /orgs/{org}/installation', { org: 'ACME' });
  expect(byId).toMatchObject({
    id: installation.id,
    app_id: app.id,
    account: { login: 'acme' },
    target_type: 'Organization',
    permissions: PERMISSIONS,
  });
  expect(list).toEqual([byId]);
  expect(byOrganization).toEqual(byId);
});

test('AP-1, EX-8: Octokit gets an installation token by itself, which works for an hour', async () => {
  const client = octokit();
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: payroll.name });
  expect(data).toMatchObject({ private: true });
  expect(data).not.toHaveProperty('permissions');

  const { token, expiresAt, permissions, repositorySelection } = (await client.auth({
    type: 'installation',
  })) as Record<string, unknown>;
  expect(token).toMatch(/^css_[0-9A-Za-z]{36}$/);
  expect([permissions, repositorySelection]).toEqual([PERMISSIONS, 'all']);
  const end = Date.parse(String(expiresAt));
  expect(Math.abs(end - Date.now() - 3_600_000)).toBeLessThan(10_000);
  server.now = new Date(end + 1_000);
  expect((await ask('/orgs/acme/repos', `token ${String(token)}`)).status).toBe(401);
  server.now = null;
});

const issue = async (body?: object) =>
  ask(`/app/installations/${installation.id}/access_tokens`, `Bearer ${await aJwt()}`, {
    method: 'POST',
    body: body && JSON.stringify(body),
  });

test('a token can be made to do less than its installation, never more', async () => {
  const answer = await issue({ permissions: { metadata: 'read' } });
  expect(answer.status).toBe(201);
  const { token, permissions } = (await answer.json()) as { token: string; permissions: object };
  expect(permissions).toEqual({ metadata: 'read' });
  expect((await ask(`/repos/acme/${payroll.name}`, `token ${token}`)).status).toBe(200);
  const git = await GitClient.create();
  const clone = await git.run([
    'clone',
    `${server.address.replace('://', `://x:${token}@`)}/git/acme/${payroll.name}.git`,
  ]);
  await git.remove();
  expect(clone.stderr).toContain('remote: This needs the permission contents:read.');
  expect(await messageOf(await issue({ permissions: { contents: 'write' } }))).toEqual([422, 'Validation Failed']);
  expect(await messageOf(await issue({ permissions: { issues: 'read' } }))).toEqual([422, 'Validation Failed']);
});

test('what is taken from the installation is taken from its tokens, on the next use', async () => {
  const { app: other, privateKey: key } = await anApp('other-bot');
  const { id } = await install(other, acme);
  const jwt = await aJwt({ iss: other.clientId }, key);
  const made = await ask(`/app/installations/${id}/access_tokens`, `Bearer ${jwt}`, { method: 'POST' });
  const { token } = (await made.json()) as { token: string };
  const use = async () => (await ask(`/repos/acme/${payroll.name}`, `token ${token}`)).status;
  expect(await use()).toBe(200);
  await server.database.query(
    `DELETE FROM app_installation_permissions WHERE installation_id = $1 AND key = 'metadata'`,
    [id],
  );
  expect(await use()).toBe(403);
  await server.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [id]);
  expect(await use()).toBe(401);
  expect((await ask(`/app/installations/${id}/access_tokens`, `Bearer ${jwt}`, { method: 'POST' })).status).toBe(403);
});

test("another App's installation, and one that is not there, are Not Found", async () => {
  const { app: stranger, privateKey: key } = await anApp('strange-bot');
  const authorization = `Bearer ${await aJwt({ iss: stranger.clientId }, key)}`;
  const paths = [
    `/app/installations/${installation.id}`,
    '/app/installations/999',
    '/app/installations/x',
    '/orgs/acme/installation',
    '/orgs/nowhere/installation',
  ];
  const answers = await Promise.all(paths.map((path) => ask(path, authorization)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
  expect(
    (await ask(`/app/installations/${installation.id}/access_tokens`, authorization, { method: 'POST' })).status,
  ).toBe(404);
});

test('an installation token is no person: GET /user is forbidden to it, and other organizations are not there', async () => {
  const { token } = (await (await issue()).json()) as { token: string };
  expect((await ask('/user', `token ${token}`)).status).toBe(403);
  expect((await ask('/orgs/acme/repos', `token ${token}`)).status).toBe(200);
  const globex = await server.anOrganization(owner, 'globex');
  const engine = await server.aRepository(owner, globex.login, 'PRIVATE');
  expect((await ask('/orgs/globex/repos', `token ${token}`)).status).toBe(404);
  expect((await ask(`/repos/globex/${engine.name}`, `token ${token}`)).status).toBe(404);
});

test('any of the keys of an App signs for it', async () => {
  const second = await server.database.transaction((tx) => createAppKey(tx, app, new Date()));
  const answers = await Promise.all(
    [privateKey, second.privateKey].map(async (key) => ask('/app', `Bearer ${await aJwt({}, key)}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('a clock that is wrong is told so in the words that libraries look for, and Octokit sets itself right', async () => {
  const told = async (claims: Record<string, unknown>) => messageOf(await ask('/app', `Bearer ${await aJwt(claims)}`));
  const tooFar = "'Expiration time' claim ('exp') is too far in the future";
  const expired =
    "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  const issued = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  expect(await told({ exp: seconds() + 700 })).toEqual([401, tooFar]);
  expect(await told({ exp: seconds() - 1 })).toEqual([401, expired]);
  expect(await told({ iat: seconds() + 70 })).toEqual([401, issued]);
  expect(await told({ iat: seconds() + 50 })).toEqual([200, undefined]);

  for (const skew of [-3_600_000, 3_600_000]) {
    server.now = new Date(Date.now() + skew);
    // oxlint-disable-next-line no-await-in-loop
    expect(await octokit().request('GET /app')).toMatchObject({ status: 200 });
  }
  server.now = null;
});

test('nothing but RS256 with a key of the App is believed', async () => {
  const claims = { iss: String(app.id), iat: seconds(), exp: seconds() + 60 };
  const [key] = await server.database.query<{ public_key: string }[]>(
    'SELECT public_key FROM app_keys WHERE app_id = $1',
    [app.id],
  );
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  const byPublicKey = `${unsigned}.${createHmac('sha256', key!.public_key).update(unsigned).digest('base64url')}`;
  const { privateKey: foreign } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { secret } = await server.aToken(owner, 'owner');
  const forged = [
    new UnsecuredJWT(claims).encode(),
    byPublicKey,
    await aJwt({}, foreign),
    await aJwt({ iss: '999' }),
    await aJwt({ iss: undefined }),
    secret,
    'x.y.z',
  ];

  const answers = await Promise.all(forged.map(async (jwt) => messageOf(await ask('/app', `Bearer ${jwt}`))));
  expect(answers).toEqual(forged.map(() => [401, 'A JSON web token could not be decoded']));
  expect(await messageOf(await fetch(`${server.address}/api/v3/app`))).toEqual([401, 'Requires authentication']);
});

test('TK-2: of a private key and of a token nothing is kept', async () => {
  const { token } = (await (await issue()).json()) as { token: string };
  const rows = await server.database.query<object[]>(
    'SELECT to_jsonb(tokens) AS row FROM tokens UNION ALL SELECT to_jsonb(app_keys) FROM app_keys UNION ALL SELECT to_jsonb(audit_entries) FROM audit_entries',
  );
  const everything = JSON.stringify(rows);
  expect(everything).not.toContain(token);
  expect(everything).not.toContain('PRIVATE KEY');
});

test('AU-1: the organization reads in its log that an App was made, given a key, and let in', async () => {
  const rows = await server.database.query<{ action: string }[]>(
    'SELECT action FROM audit_entries WHERE organization_id = $1 AND subject = $2 ORDER BY id LIMIT 3',
    [acme.id, 'review-bot'],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'integration.create',
    'integration.generate_private_key',
    'integration_installation.create',
  ]);
});
