import { checkToken, deleteAuthorization, deleteToken, resetToken } from '@octokit/oauth-methods';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { octokitFor, refusalOf } from '../../testing/installed-app.ts';
import { ResourceServer } from '../../testing/resource-server.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

// GitHub's released client, whose every answer is checked against GitHub's own description (testing/github-openapi.ts).

let server: TestApp;
let owner: User;
let acme: Organization;
let client: ResourceServer;
let other: ResourceServer;
let person: User;
beforeAll(async () => {
  server = await TestApp.open({ trustProxy: true });
  ({ owner, organization: acme } = await server.aTeam());
  client = await ResourceServer.on(server, owner, acme);
  other = await ResourceServer.on(server, owner, acme);
});
beforeEach(async () => {
  server.now = null;
  person = await server.aPerson();
});
afterAll(() => server.close());

const aToken = (of = person, by = client) => anAppUserToken(server, of.id, by.app.id);

const as = ({ app, clientSecret }: ResourceServer, token: string) => ({
  clientType: 'github-app' as const,
  clientId: app.clientId,
  clientSecret,
  token,
  request: octokitFor(server, null).request,
});
const check = (secret: string, by = client) => checkToken(as(by, secret));
const reset = (secret: string, by = client) => resetToken(as(by, secret));
const end = (secret: string, by = client) => deleteToken(as(by, secret));
const endAll = (secret: string, by = client) => deleteAuthorization(as(by, secret));
const ACTS = { check, reset, end, endAll };
const statusOf = async (call: Promise<unknown>) => (await refusalOf(call)).status;

const holds = async (secret: string) =>
  (await fetch(`${server.address}/api/v3/rate_limit`, { headers: { authorization: `Bearer ${secret}` } })).status !==
  401;
const logOf = ({ id }: User) =>
  server.database.query(
    `SELECT action, actor_app_id AS "appId", actor_login AS actor, subject_type AS type, subject_id AS subject
       FROM audit_entries WHERE user_id = $1 AND action ~ '^oauth_' ORDER BY id`,
    [id],
  );
const isLive = async (id: number) => {
  const [row] = await server.database.query('SELECT revoked_at IS NULL AS live FROM tokens WHERE id = $1', [id]);
  return row.live;
};

test('EX-6, TK-2: an App checks its token for a person: whose it is and until when, without the secret and without an address', async () => {
  const { token, secret } = await aToken();
  const { data, authentication } = await check(secret);
  expect(data).toMatchObject({
    id: token.id,
    app: { client_id: client.app.clientId, name: client.app.name },
    user: { login: person.login, id: person.id, type: 'User' },
    token: '',
    token_last_eight: secret.slice(-8),
    expires_at: token.expiresAt!.toISOString(),
  });
  expect(JSON.stringify(data)).not.toContain(secret);
  expect(JSON.stringify(data)).not.toContain(person.email);
  expect(authentication).toMatchObject({ token: secret, expiresAt: token.expiresAt!.toISOString() });
  const { secret: endless } = await anAppUserToken(server, person.id, client.app.id, { expiresAt: null });
  expect((await check(endless)).data.expires_at).toBeNull();
  expect(await logOf(person)).toEqual([]);
});

const renew = async (secret: string) => {
  const response = await fetch(`${server.address}/login/oauth/access_token`, {
    method: 'POST',
    headers: basic(client.app.clientId, client.clientSecret),
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: secret }),
  });
  return (await response.json()) as { access_token: string };
};

test('EX-6, TK-10: reset, the old secret is dead at once; the end and the refresh token stay', async () => {
  const { token, secret } = await aToken();
  const refresh = await aRefreshTokenOf(server, token);
  const { data, authentication } = await reset(secret);
  expect(data).toMatchObject({ id: token.id, expires_at: token.expiresAt!.toISOString() });
  expect(authentication.token).toMatch(/^csu_/);
  expect(data.token_last_eight).toBe(authentication.token.slice(-8));
  expect(await Promise.all([secret, authentication.token].map(holds))).toEqual([false, true]);
  expect((await check(authentication.token)).data.id).toBe(token.id);
  const log = await logOf(person);
  expect(log).toEqual([
    {
      action: 'oauth_access.regenerate',
      appId: client.app.id,
      actor: `${client.app.slug}[bot]`,
      type: 'token',
      subject: token.id,
    },
  ]);
  const renewed = await renew(refresh.secret);
  expect(await Promise.all([authentication.token, renewed.access_token].map(holds))).toEqual([false, true]);
});

test('EX-6, EX-10: one token is deleted, with what renews it; the person’s others hold', async () => {
  const [one, another] = [await aToken(), await aToken()];
  const refresh = await aRefreshTokenOf(server, one.token);
  expect((await end(one.secret)).status).toBe(204);
  expect(await Promise.all([one.secret, another.secret].map(holds))).toEqual([false, true]);
  expect(await isLive(refresh.token.id)).toBe(false);
  const log: { action: string; appId: number; subject: number }[] = await logOf(person);
  expect(log.map(({ action, appId, subject }) => [action, appId, subject])).toEqual([
    ['oauth_access.revoke', client.app.id, one.token.id],
    ['oauth_access.revoke', client.app.id, refresh.token.id],
  ]);
});

test('EX-6: with the grant go all of the person’s tokens for the App, and nobody else’s', async () => {
  const [one, another] = [await aToken(), await aToken()];
  const refresh = await aRefreshTokenOf(server, one.token);
  const stranger = await aToken(await server.aPerson());
  const elsewhere = await aToken(person, other);
  expect((await endAll(one.secret)).status).toBe(204);
  const secrets = [one, another, stranger, elsewhere].map(({ secret }) => secret);
  expect(await Promise.all(secrets.map(holds))).toEqual([false, false, true, true]);
  expect(await isLive(refresh.token.id)).toBe(false);
  const left = await server.database.query(
    'SELECT app_id AS "appId" FROM application_authorizations WHERE user_id = $1',
    [person.id],
  );
  expect(left).toEqual([{ appId: other.app.id }]);
  expect(await logOf(person)).toContainEqual({
    action: 'oauth_authorization.destroy',
    appId: client.app.id,
    actor: `${client.app.slug}[bot]`,
    type: 'app',
    subject: client.app.id,
  });
});

test.each(Object.entries(ACTS))(
  'EX-1: %s finds nothing but the App’s own token for a person, that holds',
  async (_name, act) => {
    const ended = await aToken();
    await end(ended.secret);
    const expired = await anAppUserToken(server, person.id, client.app.id, {
      expiresAt: new Date(Date.now() + 60_000),
    });
    const installed = await server.database.query('SELECT id FROM app_installations WHERE app_id = $1', [
      client.app.id,
    ]);
    const held = {
      'another App’s': (await aToken(person, other)).secret,
      'of an installation': await client.aToken(installed[0]),
      'a refresh token': (await aRefreshTokenOf(server, (await aToken()).token)).secret,
      'a personal one': (await server.aClassicToken(person)).secret,
    };
    server.now = new Date(Date.now() + 120_000);
    const secrets = {
      ...held,
      'none at all': 'nonsense',
      unknown: makeTokenSecret('APP_USER').secret,
      ended: ended.secret,
      expired: expired.secret,
    };
    const before = await logOf(person);
    for (const [what, secret] of Object.entries(secrets)) {
      // oxlint-disable-next-line no-await-in-loop
      expect([what, await refusalOf(act(secret))]).toEqual([what, { status: 404, message: 'Not Found' }]);
    }
    expect(await logOf(person)).toEqual(before);
    server.now = null;
    expect(await holds(held['another App’s'])).toBe(true);
    expect(await holds(held['of an installation'])).toBe(true);
    expect(await holds(held['a personal one'])).toBe(true);
  },
);

test('EX-9: a suspended person’s token is refused, and can be ended', async () => {
  const [one, another] = [await aToken(), await aToken()];
  await server.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  expect([await statusOf(check(one.secret)), await statusOf(reset(one.secret))]).toEqual([404, 404]);
  expect([await statusOf(end(one.secret)), await statusOf(endAll(another.secret))]).toEqual([204, 204]);
  expect([await isLive(one.token.id), await isLive(another.token.id)]).toEqual([false, false]);
});

test.each([
  ['reset', reset],
  ['end', end],
  ['endAll', endAll],
])('EX-6: of three that %s at the same moment one does it, and the others find nothing', async (_name, act) => {
  const { secret } = await aToken();
  const statuses = await Promise.all([1, 2, 3].map(() => statusOf(act(secret))));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([act === reset ? 200 : 204, 404, 404]);
  expect((await logOf(person)).filter(({ type }: { type: string }) => type === 'token')).toHaveLength(1);
});

test('EX-6: when a reset meets the end of the grant, nothing survives', async () => {
  for (let round = 0; round < 5; round++) {
    // oxlint-disable no-await-in-loop
    const [one, another, third] = [await aToken(), await aToken(), await aToken()];
    await aRefreshTokenOf(server, one.token);
    const calls = [reset(one.secret), endAll(another.secret), end(one.secret), reset(third.secret)];
    const [first, ended, ...others] = await Promise.all(calls.map(statusOf));
    expect(ended).toBe(204);
    for (const status of [first, ...others]) expect([200, 204, 404]).toContain(status);
    const left = await server.database.query('SELECT FROM tokens WHERE user_id = $1 AND revoked_at IS NULL', [
      person.id,
    ]);
    expect(left).toEqual([]);
    // oxlint-enable no-await-in-loop
  }
});

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const ask = (headers: Record<string, string>, body: unknown, clientId = client.app.clientId) =>
  fetch(`${server.address}/api/v3/applications/${clientId}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

test('who does not say which App it is by a client secret is refused, whatever else they hold', async () => {
  const { secret } = await aToken();
  const { clientId } = client.app;
  const attempts: [Record<string, string>, string][] = [
    [{}, 'Requires authentication'],
    [basic(clientId, 'wrong'), 'Bad credentials'],
    [basic(clientId, other.clientSecret), 'Bad credentials'],
    [basic(clientId, secret), 'Bad credentials'],
    [{ authorization: `Bearer ${secret}` }, 'Bad credentials'],
    [{ authorization: `Bearer ${client.clientSecret}` }, 'Bad credentials'],
    [await server.headersOf(owner), 'Requires authentication'],
  ];
  for (const [headers, message] of attempts) {
    // oxlint-disable no-await-in-loop
    const answer = await ask(headers, { access_token: secret });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Countersign"']);
    expect(await answer.json()).toMatchObject({ message, status: '401' });
    // oxlint-enable no-await-in-loop
  }
  const right = basic(clientId, client.clientSecret);
  expect((await ask(right, { access_token: secret })).status).toBe(200);
  expect((await ask(right, { access_token: secret }, other.app.clientId)).status).toBe(404);
});

test.each([[{}], [{ access_token: 1 }], [{ access_token: null }], [{ token: 'csu_' }]])(
  'the body %j is answered 422, and names what is missing',
  async (body) => {
    const answer = await ask(basic(client.app.clientId, client.clientSecret), body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ message: 'Validation Failed', errors: [{ field: 'access_token' }] });
  },
);

test('who guesses client secrets is stopped by address, and the right one let in', async () => {
  const { secret } = await aToken();
  const from = { 'x-forwarded-for': '203.0.113.77' };
  const guess = () => ask({ ...from, ...basic(client.app.clientId, 'wrong') }, { access_token: secret });
  const statuses = new Set<number>();
  for (let tries = 0; tries < 60; tries += 10)
    // oxlint-disable-next-line no-await-in-loop
    for (const { status } of await Promise.all(Array.from({ length: 10 }, guess))) statuses.add(status);
  expect(statuses).toEqual(new Set([401, 429]));
  expect(Number((await guess()).headers.get('retry-after'))).toBeGreaterThan(0);
  const right = { ...from, ...basic(client.app.clientId, client.clientSecret) };
  expect((await ask(right, { access_token: secret })).status).toBe(200);
});
