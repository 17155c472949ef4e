import { afterAll, beforeAll, expect, test } from 'vitest';
import { anInstalledApp } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import type { Organization } from './organization.entity.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization: acme } = await app.aTeam());
});
afterAll(() => app.close());

const get = async (path: string, secret?: string) => {
  const answer = await fetch(
    `${app.address}/api/v3${path}`,
    secret ? { headers: { authorization: `token ${secret}` } } : {},
  );
  return { status: answer.status, body: (await answer.json()) as never, headers: answer.headers };
};
const classic = async (...scopes: string[]) => (await app.aClassicToken(member, { scopes })).secret;

test('an organization is shown to the tokens of its members, and to Apps that are installed there', async () => {
  await app.aRepository(owner, acme.login, 'PUBLIC');
  await app.aRepository(owner, acme.login, 'PRIVATE');
  const pending = (await app.aToken(member, acme.login)).secret;
  const bot = await (await anInstalledApp(app, acme)).token();
  for (const secret of [await classic('read:org'), pending, bot])
    // oxlint-disable-next-line no-await-in-loop
    expect(await get(`/orgs/${acme.login.toUpperCase()}`, secret)).toMatchObject({
      status: 200,
      body: { id: acme.id, login: acme.login, type: 'Organization', public_repos: 1 },
    });
});

test('GT-3: to a stranger there is none, nobody is asked for a credential, a token without a scope is told which', async () => {
  const stranger = (await app.aClassicToken(await app.aPerson(), { scopes: ['repo', 'admin:org'] })).secret;
  expect((await get(`/orgs/${acme.login}`, stranger)).status).toBe(404);
  expect((await get('/orgs/nowhere', stranger)).status).toBe(404);
  expect((await get(`/orgs/${acme.login}`)).status).toBe(401);
  expect(await get(`/orgs/${acme.login}`, await classic('gist'))).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining('read:org') },
  });
});

test.each([['read:org'], ['write:org'], ['admin:org'], ['user']])(
  'a classic token with %s lists the organizations of its user',
  async (scope) => {
    const { status, body, headers } = await get('/user/orgs', await classic(scope));
    expect([status, body]).toEqual([
      200,
      [expect.objectContaining({ login: acme.login, id: acme.id, description: null })],
    ]);
    expect(headers.get('x-oauth-scopes')).toBe(scope);
    expect(headers.get('x-accepted-oauth-scopes')).toBe('read:org, user');
  },
);

test.each([['repo'], ['gist'], ['read:user']])('one with %s is told which scope it lacks', async (scope) => {
  const { status, body } = await get('/user/orgs', await classic(scope));
  expect([status, body]).toMatchObject([403, { message: expect.stringContaining('read:org or user') }]);
});

test('a fine-grained token has no list of organizations, an App is no person, and nobody is asked for a credential', async () => {
  const { status, body, headers } = await get('/user/orgs', (await app.aToken(member, member.login)).secret);
  expect([status, body, headers.get('x-oauth-scopes')]).toEqual([200, [], null]);
  const bot = await (await anInstalledApp(app, acme)).token();
  expect((await get('/user/orgs', bot)).status).toBe(403);
  expect((await get('/user/orgs')).status).toBe(401);
});

test('PO-4: an organization that refuses classic tokens is left out of the list', async () => {
  const { organization, member: person } = await app.aTeam();
  await app.setPolicy(organization, { classicAccess: 'RESTRICTED' });
  const { secret } = await app.aClassicToken(person, { scopes: ['read:org'] });
  expect((await get('/user/orgs', secret)).body).toEqual([]);
});
