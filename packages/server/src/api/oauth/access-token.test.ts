import { Octokit } from '@octokit/core';
import { exchangeWebFlowCode, refreshToken } from '@octokit/oauth-methods';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { User } from '../../features/users/user.entity.ts';
import { refusalOf } from '../../testing/installed-app.ts';
import { CALLBACK, CHALLENGE, OAuthClient, type TokenAnswer, VERIFIER } from '../../testing/oauth-client.ts';
import { TestApp } from '../../testing/test-app.ts';

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let client: OAuthClient;
beforeAll(async () => {
  server = await TestApp.open({ trustProxy: true });
  ({ owner, organization: acme } = await server.aTeam());
  client = await OAuthClient.of(server, owner, acme);
});
beforeEach(async () => {
  member = await server.aPerson();
  await server.join(owner, acme, member.login);
  await server.database.query('DELETE FROM sign_in_attempts');
});
afterAll(() => server.close());

const errorOf = ({ status, body }: TokenAnswer) => [status, body.error];
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const loginOf = async (secret: string) =>
  (await server.as(secret, '{ viewer { login } }')).data?.viewer?.login as string | undefined;

test.each([
  ['Basic', oauth.ClientSecretBasic, false],
  ['the body', oauth.ClientSecretPost, false],
  ['nothing but PKCE', oauth.None, true],
])(
  'AP-7, EX-8: a released client library goes the whole way, with its secret in %s: code, token, refresh',
  async (_where, by, isPublicClient) => {
    const made = await OAuthClient.of(server, owner, acme, { isPublicClient });
    const as: oauth.AuthorizationServer = {
      issuer: server.address,
      token_endpoint: `${server.address}/login/oauth/access_token`,
    };
    const who = { client_id: made.app.clientId };
    const insecure = { [oauth.allowInsecureRequests]: true };
    const state = oauth.generateRandomState();
    const verifier = oauth.generateRandomCodeVerifier();
    const codeChallenge = await oauth.calculatePKCECodeChallenge(verifier);
    const { data } = await made.authorize(member, {
      responseType: 'code',
      redirectUri: CALLBACK,
      state,
      codeChallenge,
      codeChallengeMethod: 'S256',
    });
    const parameters = oauth.validateAuthResponse(as, who, new URL(data.authorizeApplication.redirectUrl), state);
    const authentication = by(made.clientSecret ?? '');
    const granted = await oauth.processAuthorizationCodeResponse(
      as,
      who,
      await oauth.authorizationCodeGrantRequest(as, who, authentication, parameters, CALLBACK, verifier, insecure),
    );
    expect(granted).toEqual({
      access_token: expect.stringMatching(/^csu_[0-9A-Za-z]{36}$/),
      token_type: 'bearer',
      scope: '',
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^csr_[0-9A-Za-z]{36}$/),
      refresh_token_expires_in: 15_811_200,
    });
    expect(await loginOf(granted.access_token)).toBe(member.login);

    const renewed = await oauth.processRefreshTokenResponse(
      as,
      who,
      await oauth.refreshTokenGrantRequest(as, who, authentication, granted.refresh_token!, insecure),
    );
    expect(await loginOf(renewed.access_token)).toBe(member.login);
    expect(await loginOf(granted.access_token)).toBeUndefined();
    const again = await oauth.refreshTokenGrantRequest(as, who, authentication, granted.refresh_token!, insecure);
    await expect(oauth.processRefreshTokenResponse(as, who, again)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  },
);

test('AP-1, EX-8: GitHub’s own client exchanges a code and refreshes', async () => {
  const options = {
    clientType: 'github-app' as const,
    clientId: client.app.clientId,
    clientSecret: client.clientSecret!,
    request: new Octokit({ baseUrl: `${server.address}/api/v3` }).request,
  };
  const code = await client.aCode(member);
  const { authentication } = await exchangeWebFlowCode({ ...options, code, redirectUrl: CALLBACK });
  expect(authentication).toMatchObject({
    token: expect.stringMatching(/^csu_/),
    refreshToken: expect.stringMatching(/^csr_/),
    expiresAt: expect.any(String),
  });
  expect(await loginOf(authentication.token)).toBe(member.login);
  const held = (authentication as unknown as { refreshToken: string }).refreshToken;
  const renewed = await refreshToken({ ...options, refreshToken: held });
  expect(await loginOf(renewed.authentication.token)).toBe(member.login);
  expect(await loginOf(authentication.token)).toBeUndefined();
  expect(await refusalOf(exchangeWebFlowCode({ ...options, code }))).toMatchObject({ status: 400 });
});

test('RFC 6749, 5.1: what is answered is kept by nobody on the way', async () => {
  const { headers } = await client.redeem(await client.aCode(member));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect((await client.redeem('nothing')).headers.get('cache-control')).toBe('no-store');
});

test('RFC 6749, 5.2: a client that cannot prove who it is gets invalid_client, and the code goes on holding', async () => {
  const other = await OAuthClient.of(server, owner, acme);
  const code = await client.aCode(member);
  const { clientId } = client.app;
  const attempts: [Record<string, string>, Record<string, string>][] = [
    [{ client_id: '', client_secret: '' }, {}],
    [{ client_secret: '' }, {}],
    [{ client_secret: 'wrong' }, {}],
    [{ client_secret: other.clientSecret! }, {}],
    [{ client_id: 'Cs\0', client_secret: '' }, {}],
    [{ client_id: 'nobody', client_secret: '' }, {}],
    [{ client_secret: '' }, { cookie: (await server.headersOf(member))['cookie']! }],
    [{ client_secret: '' }, { authorization: basic(clientId, 'wrong') }],
    [{ client_id: other.app.clientId, client_secret: '' }, { authorization: basic(clientId, client.clientSecret!) }],
    [{ client_secret: '' }, { authorization: `Bearer ${client.clientSecret}` }],
  ];
  for (const [form, headers] of attempts) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await client.exchange({ grant_type: 'authorization_code', code, ...form }, headers);
    expect([form, ...errorOf(answer)]).toEqual([form, 401, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="Countersign"/);
  }
  expect((await client.redeem(code)).status).toBe(200);
});

test.each([
  [{ grant_type: 'authorization_code' }, 'invalid_request'],
  [{ grant_type: 'authorization_code', code: '' }, 'invalid_request'],
  [{ grant_type: 'refresh_token' }, 'invalid_request'],
  [{}, 'invalid_request'],
  [{ grant_type: 'password', username: 'x', password: 'y' }, 'unsupported_grant_type'],
  [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  [{ grant_type: 'authorization_code', code: 'nothing' }, 'invalid_grant'],
  [{ grant_type: 'authorization_code', code: 'a\0b' }, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'nothing' }, 'invalid_grant'],
])('RFC 6749, 5.2: %j is answered 400 %s', async (form, error) => {
  expect(errorOf(await client.exchange(form))).toEqual([400, error]);
});

test('bad input: a parameter twice, two ways to authenticate, other JSON than strings, long bodies, other types, the address', async () => {
  const { clientId } = client.app;
  const own = { client_id: clientId, client_secret: client.clientSecret! };
  const send = async (body: string | URLSearchParams, type?: string, more: object = {}, query = '') => {
    const response = await fetch(`${server.address}/login/oauth/access_token${query}`, {
      method: 'POST',
      headers: { ...(type && { 'content-type': type }), ...more },
      body,
    });
    return [response.status, ((await response.json()) as { error: string }).error];
  };
  const form = (fields: object) => new URLSearchParams({ ...own, ...fields });
  const json = (body: unknown) => send(typeof body === 'string' ? body : JSON.stringify(body), 'application/json');
  const code = await client.aCode(member);
  const authorization = basic(clientId, client.clientSecret!);
  const twice = new URLSearchParams(form({ code }));
  twice.append('code', code);
  expect(await send(twice)).toEqual([400, 'invalid_request']);
  expect(await send(form({ code }), undefined, { authorization })).toEqual([400, 'invalid_request']);
  expect(await json('{')).toEqual([400, 'invalid_request']);
  for (const none of ['null', '1', JSON.stringify(form({ code }).toString())])
    // oxlint-disable-next-line no-await-in-loop
    expect(await json(none)).toEqual([400, 'invalid_request']);
  expect(await json([])).toEqual([400, 'invalid_request']);
  expect(await json({ ...own, code: 1 })).toEqual([400, 'invalid_request']);
  expect(await json({ ...own, code: [code] })).toEqual([400, 'invalid_request']);
  expect(await json({ ...own, code: 'x'.repeat(20_000) })).toEqual([413, 'invalid_request']);
  expect(await send(form({ code: 'x'.repeat(20_000) }))).toEqual([413, 'invalid_request']);
  expect(await send('x', 'text/plain')).toEqual([415, 'invalid_request']);
  expect(await send('', 'application/x-www-form-urlencoded', {}, `?${form({ code }).toString()}`)).toEqual([
    401,
    'invalid_client',
  ]);
  expect((await json({ ...own, code }))[0]).toBe(200);
});

test('who guesses client secrets, or client ids, is slowed by address; right ones come through from there all the same', async () => {
  const from = { 'x-forwarded-for': '192.0.2.1' };
  const guess = (form: Record<string, string>) => client.exchange({ code: 'x', ...form }, from);
  const statuses = new Set<number>();
  for (let tries = 0; tries < 60; tries += 10) {
    const guesses = Array.from({ length: 10 }, (_, index) =>
      guess(index % 2 ? { client_secret: 'wrong' } : { client_id: 'Csnobody', client_secret: '' }),
    );
    // oxlint-disable-next-line no-await-in-loop
    for (const { status } of await Promise.all(guesses)) statuses.add(status);
  }
  expect(statuses).toEqual(new Set([401, 429]));
  const refused = await guess({ client_secret: 'wrong' });
  expect(errorOf(refused)).toEqual([429, 'temporarily_unavailable']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await client.exchange({ code: await client.aCode(member) }, from)).status).toBe(200);
});

test('RFC 7009, 2.1: an App ends its tokens for a person, each with the other of the pair; a public client too', async () => {
  const open = await OAuthClient.of(server, owner, acme, { isPublicClient: true });
  const revoke = async (by: OAuthClient, token: string) => {
    const own = { client_id: by.app.clientId, ...(by.clientSecret !== null && { client_secret: by.clientSecret }) };
    const body = new URLSearchParams({ ...own, token });
    return (await fetch(`${server.address}/oauth/revoke`, { method: 'POST', body })).status;
  };
  for (const by of [client, open]) {
    // oxlint-disable no-await-in-loop
    const [one, another, kept] = [await by.aTokenFor(member), await by.aTokenFor(member), await by.aTokenFor(member)];
    expect([await revoke(by, one.secret), await revoke(by, another.refresh)]).toEqual([200, 200]);
    expect(await Promise.all([one, another].map(({ secret }) => loginOf(secret)))).toEqual([undefined, undefined]);
    expect([await by.refresh(one.refresh), await by.refresh(another.refresh)].map(errorOf)).toEqual([
      [400, 'invalid_grant'],
      [400, 'invalid_grant'],
    ]);
    const stranger = by === client ? open : client;
    expect([await revoke(stranger, kept.secret), await revoke(stranger, kept.refresh)]).toEqual([200, 200]);
    expect(await loginOf(kept.secret)).toBe(member.login);
    // oxlint-enable no-await-in-loop
  }
  const log: { subject: string; kind: string | null }[] = await server.database.query(
    `SELECT subject, details->>'kind' AS kind FROM audit_entries
      WHERE user_id = $1 AND action = 'oauth_access.revoke' AND details->>'explanation' = 'revoked by its App' ORDER BY id`,
    [member.id],
  );
  expect(log).toEqual(
    [client, client, open, open].flatMap(({ app: { slug: subject } }) => [
      { subject, kind: null },
      { subject, kind: 'APP_REFRESH' },
    ]),
  );
});

test('AP-7: what says who it is by its client id alone is a public client, or nobody', async () => {
  const open = await OAuthClient.of(server, owner, acme, { isPublicClient: true });
  const { refresh } = await open.aTokenFor(member);
  expect(errorOf(await open.exchange({ code: 'x', client_secret: 'wrong' }))).toEqual([401, 'invalid_client']);
  expect(errorOf(await client.exchange({ code: 'x', client_id: open.app.clientId }))).toEqual([401, 'invalid_client']);
  expect((await open.refresh(refresh)).status).toBe(200);
  // It may be introspected by nobody who has not proved more.
  const body = new URLSearchParams({ client_id: open.app.clientId, token: refresh });
  expect((await fetch(`${server.address}/oauth/introspect`, { method: 'POST', body })).status).toBe(401);
  const code = await open.aCode(member, CHALLENGE);
  expect(errorOf(await open.redeem(code))).toEqual([400, 'invalid_grant']);
  expect((await open.redeem(code, { code_verifier: VERIFIER })).status).toBe(200);
});
