import { expect, onTestFinished, test } from 'vitest';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import { anAppOn } from '../testing/an-app.ts';
import { anAppUserToken } from '../testing/app-user.ts';
import { anInstalledApp } from '../testing/installed-app.ts';
import { TestApp } from '../testing/test-app.ts';

type Opened = { app: TestApp; owner: User; acme: Organization };
const get = async (app: TestApp, path: string, secret?: string) => {
  const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  const answer = await fetch(`${app.address}/api/v3${path}`, { headers });
  const limit = (name: string) => answer.headers.get(`x-ratelimit-${name}`);
  const told = [limit('limit'), limit('used'), limit('remaining'), limit('resource')];
  return { status: answer.status, body: (await answer.json()) as { message: string }, told, headers: answer.headers };
};

async function open(rateLimit: number, rateLimitAnonymous: number): Promise<Opened> {
  const app = await TestApp.open({ rateLimit, rateLimitAnonymous });
  onTestFinished(() => app.close());
  const owner = await app.aPerson('owner');
  return { app, owner, acme: await app.anOrganization(owner, 'acme') };
}

test('every REST answer tells where its viewer stands; a person is one viewer, whatever they ask with', async () => {
  const { app, owner } = await open(100, 50);
  const [one, two] = [await app.aToken(owner, 'owner'), await app.aClassicToken(owner)];
  expect((await get(app, '/user', one.secret)).told).toEqual(['100', '1', '99', 'core']);
  expect((await get(app, '/meta')).told).toEqual(['50', '1', '49', 'core']);
  expect((await get(app, '/orgs/nowhere', two.secret)).told).toEqual(['100', '2', '98', 'core']);
  const { headers } = await get(app, '/user', two.secret);
  const reset = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000;
  expect(Math.abs(reset - 3600)).toBeLessThan(10);
});

test('beyond it a person is refused with 403 in GitHub’s words, and others are not', async () => {
  const { app, owner } = await open(3, 50);
  const [{ secret }, { secret: another }] = [await app.aToken(owner, 'owner'), await app.aClassicToken(owner)];
  const { secret: others } = await app.aToken(await app.aPerson('other'), 'other');
  for (const token of [secret, another, secret])
    // oxlint-disable-next-line no-await-in-loop
    expect((await get(app, '/user', token)).status).toBe(200);

  const { statements } = await app.countStatements();
  const refused = await get(app, '/user', secret);
  expect(statements).toEqual([]);
  expect(refused).toMatchObject({
    status: 403,
    body: { message: `API rate limit exceeded for user ID ${owner.id}.`, status: '403' },
    told: ['3', '3', '0', 'core'],
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
  expect((await get(app, '/user', another)).status).toBe(403);
  expect((await get(app, '/user', others)).status).toBe(200);
  expect(statements).not.toEqual([]);
});

test('an App that acts for a person is counted as that person, whichever App it is', async () => {
  const { app, owner, acme } = await open(3, 50);
  const [one, two] = [await anAppOn(app, acme), await anAppOn(app, acme)];
  const secrets = await Promise.all([one, two].map(({ app: bot }) => anAppUserToken(app, owner.id, bot.id)));
  const [first, second] = secrets.map(({ secret }) => secret);
  expect((await get(app, '/user', first)).told).toEqual(['3', '1', '2', 'core']);
  expect((await get(app, '/orgs/acme', second)).told).toEqual(['3', '2', '1', 'core']);
  expect((await get(app, '/user', (await app.aToken(owner, 'owner')).secret)).told).toEqual(['3', '3', '0', 'core']);
  expect(await get(app, '/user', first)).toMatchObject({
    status: 403,
    body: { message: `API rate limit exceeded for user ID ${owner.id}.` },
  });
});

test('an App is counted where it is installed, and by itself', async () => {
  const { app, acme } = await open(2, 50);
  const installed = await anInstalledApp(app, acme);
  const secret = await installed.token();
  const answers = [
    await get(app, '/orgs/acme', secret),
    await get(app, '/orgs/acme', secret),
    await get(app, '/orgs/acme', secret),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 403]);
  expect(answers[2]!.body.message).toBe(
    `API rate limit exceeded for app ID ${installed.app.id} in organization ID ${acme.id}.`,
  );
});

test('nobody, and a credential that does not hold, are counted by address, each by itself', async () => {
  const { app, owner } = await open(100, 3);
  const { secret } = await app.aToken(owner, 'owner');
  expect((await get(app, '/user', secret)).status).toBe(200);
  const { secret: unused } = await app.aToken(owner, 'owner');
  const { secret: dead } = await app.aToken(owner, 'owner');
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE last_eight = $1', [dead.slice(-8)]);

  const bad = [await get(app, '/user', dead), await get(app, '/user', 'nonsense'), await get(app, '/user', dead)];
  expect(bad.map(({ status, told }) => [status, told[2]])).toEqual([
    [401, '2'],
    [401, '1'],
    [401, '0'],
  ]);
  expect((await get(app, '/meta')).told).toEqual(['3', '1', '2', 'core']);

  const { statements } = await app.countStatements();
  const refused = await get(app, '/user', dead);
  expect([refused.status, refused.body.message]).toEqual([403, 'API rate limit exceeded for 127.0.0.1.']);
  expect(statements).toEqual([]);
  expect((await get(app, '/user', 'other nonsense')).status).toBe(403);
  // A right one is let in, also one that nobody has seen yet.
  expect((await get(app, '/user', secret)).status).toBe(200);
  expect((await get(app, '/user', unused)).status).toBe(200);
  expect(
    [await get(app, '/meta'), await get(app, '/user'), await get(app, '/meta')].map(({ status }) => status),
  ).toEqual([200, 401, 403]);
});

test('one that was known and has died is a bad credential like any other', async () => {
  const { app, owner } = await open(100, 2);
  const { secret } = await app.aToken(owner, 'owner');
  expect((await get(app, '/user', secret)).status).toBe(200);
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE last_eight = $1', [secret.slice(-8)]);
  const statuses = [await get(app, '/user', secret), await get(app, '/user', secret), await get(app, '/user', secret)];
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 403]);
});

test('one who sends bad credentials locks nobody out who comes from the same address: not who signs in now, not an App, not its new token', async () => {
  const { app, acme } = await open(100, 2);
  const { signed, installationId } = await anAppOn(app, acme);
  const statuses = [await get(app, '/user', 'a'), await get(app, '/user', 'b'), await get(app, '/user', 'c')];
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 403]);
  const bad = [await get(app, '/app', 'd'), await get(app, '/app', 'd')];
  expect(bad.map(({ status }) => status)).toEqual([403, 403]);

  const secret = await signed.token(installationId);
  expect((await get(app, '/orgs/acme', secret)).status).toBe(200);
  // At the door of JWTs it is a bad credential, and holds at the others as ever.
  expect((await get(app, '/app', secret)).status).toBe(403);
  expect((await get(app, '/orgs/acme', secret)).status).toBe(200);
  for (let time = 0; time < 3; time += 1)
    // oxlint-disable-next-line no-await-in-loop
    await fetch(`${app.address}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer bad' },
      body: '{"query":"{ viewer { login } }"}',
    });
  expect((await app.as(await app.aPerson(), '{ viewer { login } }')).errors).toBeUndefined();
});

test('an address that is none of ours is Not Found however often, and costs nobody anything', async () => {
  const { app, owner } = await open(100, 2);
  const { secret } = await app.aToken(owner, 'owner');
  for (const of of [secret, undefined, secret, undefined]) {
    // oxlint-disable-next-line no-await-in-loop
    const { status, told } = await get(app, '/nowhere/at/all', of);
    expect([status, ...told]).toEqual([404, null, null, null, null]);
  }
  expect((await get(app, '/meta')).told).toEqual(['2', '1', '1', 'core']);
});

test('/rate_limit tells and counts nothing, also beyond the limit', async () => {
  const { app, owner } = await open(1, 1);
  const { secret } = await app.aToken(owner, 'owner');
  await get(app, '/user', secret);
  for (const of of [secret, undefined])
    for (const again of [1, 2])
      // oxlint-disable-next-line no-await-in-loop
      expect((await get(app, '/rate_limit', of)).status, `${of} ${again}`).toBe(200);
  const { body } = await get(app, '/rate_limit', secret);
  expect(body).toMatchObject({
    resources: { core: { limit: 1, used: 1, remaining: 0 }, graphql: { limit: 1, used: 0, remaining: 1 } },
    rate: { limit: 1, used: 1 },
  });
  expect((await get(app, '/rate_limit')).body).toMatchObject({ rate: { used: 0 } });
});

test('0 is no limit: nothing is told, and there is no /rate_limit', async () => {
  const { app, owner } = await open(0, 0);
  const { secret } = await app.aToken(owner, 'owner');
  const { status, told } = await get(app, '/user', secret);
  expect([status, ...told]).toEqual([200, null, null, null, null]);
  expect((await get(app, '/rate_limit', secret)).status).toBe(404);
  expect((await app.as(owner, '{ rateLimit { limit used remaining cost nodeCount } }')).data).toEqual({
    rateLimit: { limit: 0, used: 0, remaining: 0, cost: 1, nodeCount: 0 },
  });
});

const RATE = 'rateLimit { limit used remaining cost nodeCount resetAt }';

test('GraphQL counts by what a document costs, and tells in its headers and in rateLimit', async () => {
  const { app, owner } = await open(1000, 50);
  const { data } = await app.as(owner, `{ ${RATE} }`);
  expect(data.rateLimit).toMatchObject({ limit: 1000, used: 1, remaining: 999, cost: 1, nodeCount: 0 });
  const list = `{ ${RATE} organization(login: "acme") { tokenRequests(first: 100) { nodes { id token { name } repositories(first: 10) { nodes { name } } } } } }`;
  const { data: dear } = await app.as(owner, list);
  expect(dear.rateLimit.nodeCount).toBe(1100);
  expect(dear.rateLimit.cost).toBeGreaterThan(50);
  expect(dear.rateLimit.used).toBe(1 + dear.rateLimit.cost);
  const answer = await fetch(`${app.address}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await app.headersOf(owner)) },
    body: JSON.stringify({ query: '{ viewer { login } }' }),
  });
  expect(answer.headers.get('x-ratelimit-resource')).toBe('graphql');
  expect(Number(answer.headers.get('x-ratelimit-used'))).toBe(2 + dear.rateLimit.cost);
});

test('GraphQL beyond the limit: 200 with RATE_LIMITED and the headers, before a statement; what costs more than is left does not run', async () => {
  const { app, owner } = await open(5, 50);
  const query = (asked: string) => app.as(owner, asked);
  const dear = await query(
    '{ organization(login: "acme") { repositories(first: 100) { nodes { id name visibility description } } } }',
  );
  expect(dear).toMatchObject({ status: 200, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect(dear.data).toBeUndefined();
  for (const left of [3, 2, 1, 0])
    // oxlint-disable-next-line no-await-in-loop
    expect((await query('{ rateLimit { remaining } }')).data).toEqual({ rateLimit: { remaining: left } });

  const { statements } = await app.countStatements();
  const { status, errors } = await query('{ viewer { login } }');
  expect(statements).toEqual([]);
  expect([status, errors![0]!.message]).toEqual([200, `API rate limit exceeded for user ID ${owner.id}.`]);
  const { headers } = await fetch(`${app.address}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await app.headersOf(owner)) },
    body: '{"query":"{ viewer { login } }"}',
  });
  expect([headers.get('x-ratelimit-remaining'), Number(headers.get('retry-after')) > 0]).toEqual(['0', true]);
  // REST is counted by itself.
  const { secret } = await app.aToken(owner, 'owner');
  expect((await get(app, '/user', secret)).status).toBe(200);
});
