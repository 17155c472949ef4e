import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { User } from '../../features/users/user.entity.ts';
import { ResourceServer } from '../../testing/resource-server.ts';
import { TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let owner: User;
let acme: Organization;
let server: ResourceServer;
beforeAll(async () => {
  app = await TestApp.open({ trustProxy: true });
  ({ owner, organization: acme } = await app.aTeam());
  server = await ResourceServer.on(app, owner, acme);
});
afterAll(() => app.close());

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const errorOf = ({ status, body }: { status: number; body: { error: string } }) => [status, body.error];

test.each([
  ['Basic', oauth.ClientSecretBasic],
  ['the body', oauth.ClientSecretPost],
])(
  'RFC 7662, RFC 7009: a released client library introspects and revokes, with its secret in %s',
  async (_where, by) => {
    const as: oauth.AuthorizationServer = {
      issuer: app.address,
      introspection_endpoint: `${app.address}/oauth/introspect`,
      revocation_endpoint: `${app.address}/oauth/revoke`,
    };
    const client = { client_id: server.app.clientId };
    const insecure = { [oauth.allowInsecureRequests]: true };
    const introspect = async (token: string) =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, by(server.clientSecret), token, insecure),
      );
    const other = await ResourceServer.of(app, owner, acme);
    const personal = (await app.aClassicToken(owner)).secret;
    expect(await introspect(personal)).toMatchObject({ active: true, sub: String(owner.id), username: owner.login });

    const [installation] = await app.database.query('SELECT id FROM app_installations WHERE app_id = $1', [
      server.app.id,
    ]);
    const own = await server.aToken(installation);
    expect(await introspect(own)).toMatchObject({ active: true, client_id: server.app.clientId });
    const revoked = await oauth.revocationRequest(as, client, by(server.clientSecret), own, insecure);
    expect(await oauth.processRevocationResponse(revoked)).toBeUndefined();
    expect(await introspect(own)).toEqual({ active: false });

    const wrong = await oauth.introspectionRequest(as, client, by(other.clientSecret), personal, insecure);
    await expect(oauth.processIntrospectionResponse(as, client, wrong)).rejects.toThrow(
      oauth.WWWAuthenticateChallengeError,
    );
  },
);

test.each(['introspect', 'revoke'] as const)(
  'RFC 6749, 5.2: at /oauth/%s a client that cannot prove who it is gets invalid_client with a challenge',
  async (endpoint) => {
    const token = (await app.aClassicToken(owner)).secret;
    const { clientId } = server.app;
    const other = await ResourceServer.of(app, owner, acme);
    const { cookie } = await app.headersOf(owner);
    const attempts: [Record<string, string>, Record<string, string>][] = [
      [{}, {}],
      [{}, { cookie: cookie! }],
      [{}, { authorization: basic(clientId, 'wrong') }],
      [{}, { authorization: basic(clientId, other.clientSecret) }],
      [{}, { authorization: basic('', server.clientSecret) }],
      [{}, { authorization: basic('%', '%zz') }],
      [{}, { authorization: 'Basic ***' }],
      [{}, { authorization: `Bearer ${token}` }],
      [{ client_id: clientId }, {}],
      [{ client_id: clientId, client_secret: 'wrong' }, {}],
      [{ client_id: other.app.clientId }, { authorization: basic(clientId, server.clientSecret) }],
    ];
    for (const [form, headers] of attempts) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await server.post(endpoint, { token, ...form }, headers);
      expect([form, ...errorOf(answer)]).toEqual([form, 401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="Countersign"/);
    }
  },
);

test.each([
  ['no token', {}],
  ['an empty token', { token: '' }],
  ['a repository without its owner', { token: 'x', repository: 'website' }],
  ['a permission without an owner', { token: 'x', permission: 'contents:read' }],
  ['a permission without a level', { token: 'x', owner: 'acme', permission: 'contents' }],
  ['a level that the permission has not', { token: 'x', owner: 'acme', permission: 'metadata:write' }],
  ['a permission that is none', { token: 'x', owner: 'acme', permission: 'everything:read' }],
  ['a name that is none', { token: 'x', owner: 'acme', repository: '../website' }],
  ['a NUL', { token: 'x', owner: 'ac\0me' }],
])('bad input: %s is an invalid_request', async (_what, form) => {
  expect(errorOf(await server.post('introspect', form))).toEqual([400, 'invalid_request']);
});

test('bad input: a parameter twice, two ways to authenticate, JSON, a long form, and a token in the address', async () => {
  const authorization = basic(server.app.clientId, server.clientSecret);
  const send = async (
    body: string | URLSearchParams,
    headers: Record<string, string> = {},
    path = '/oauth/introspect',
  ) => {
    const response = await fetch(app.address + path, { method: 'POST', headers: { authorization, ...headers }, body });
    return [response.status, ((await response.json()) as { error: string }).error];
  };
  const form = (text: string) => new URLSearchParams(text);
  expect(await send(form('token=a&token=b'))).toEqual([400, 'invalid_request']);
  expect(await send(form('token=a&client_secret=b'))).toEqual([400, 'invalid_request']);
  expect(await send('{"token":"a"}', { 'content-type': 'application/json' })).toEqual([415, 'invalid_request']);
  expect(await send(form(`token=${'a'.repeat(20_000)}`))).toEqual([413, 'invalid_request']);
  expect(await send(form(''), {}, '/oauth/introspect?token=a')).toEqual([400, 'invalid_request']);
});

test('bad client secrets are slowed by address; right ones come through from there all the same', async () => {
  const from = { 'x-forwarded-for': '192.0.2.1' };
  const guess = () => server.post('introspect', { token: 'x' }, { ...from, authorization: basic('Cs', 'wrong') });
  const statuses = new Set<number>();
  for (let tries = 0; tries < 60; tries += 10)
    // oxlint-disable-next-line no-await-in-loop
    for (const { status } of await Promise.all(Array.from({ length: 10 }, guess))) statuses.add(status);
  expect(statuses).toEqual(new Set([401, 429]));
  const refused = await guess();
  expect(errorOf(refused)).toEqual([429, 'temporarily_unavailable']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

  const right = { ...from, authorization: basic(server.app.clientId, server.clientSecret) };
  expect((await server.post('introspect', { token: 'x' }, right)).status).toBe(200);
  expect((await server.post('introspect', { token: 'x' }, { authorization: basic('Cs', 'wrong') })).status).toBe(401);
});
