import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const getUser = (authorization?: string) =>
  fetch(`${app.address}/api/v3/user`, { headers: { cookie: 'session=x', ...(authorization && { authorization }) } });

test('AP-5: a token learns who it acts for, and no more than that', async () => {
  const person = await app.aPerson('member');
  const { secret } = await app.aToken(person, 'member');

  const answer = await getUser(`Bearer ${secret}`);
  expect(answer.status).toBe(200);
  const user = (await answer.json()) as Record<string, unknown>;
  expect(user).toMatchObject({
    id: person.id,
    login: 'member',
    name: null,
    email: null,
    type: 'User',
    url: 'http://countersign.test/api/v3/users/member',
  });
  expect(
    Object.keys(user)
      .filter((key) => !key.endsWith('_url'))
      .toSorted(),
  ).toEqual([
    ...['bio', 'blog', 'company', 'created_at', 'email', 'followers', 'following', 'gravatar_id', 'hireable', 'id'],
    ...['location', 'login', 'name', 'node_id', 'public_gists', 'public_repos', 'site_admin', 'type', 'updated_at'],
    ...['url', 'user_view_type'],
  ]);
  const { bio, blog, company, followers, following, hireable, location } = user;
  expect([bio, blog, company, followers, following, hireable, location]).toEqual([null, null, null, 0, 0, null, null]);
});

test('AP-5: with emails: read the address is shown', async () => {
  const person = await app.aPerson();
  const { secret } = await app.aToken(person, person.login, { permissions: { emails: 'read' } });
  expect(await (await getUser(`token ${secret}`)).json()).toMatchObject({ email: person.email });
});

test('Basic is read too, with the token as password', async () => {
  const person = await app.aPerson();
  const { secret } = await app.aToken(person, person.login);
  expect((await getUser(`Basic ${Buffer.from(`x:${secret}`).toString('base64')}`)).status).toBe(200);
});

test('GT-3: without a credential, and with one that does not hold, it is 401 with a challenge; a cookie changes nothing', async () => {
  const [none, bad] = await Promise.all([getUser(), getUser('Bearer nonsense')]);
  expect([none.status, bad.status]).toEqual([401, 401]);
  expect(none.headers.get('www-authenticate')).toBe('Bearer realm="Countersign"');
  expect(await none.json()).toMatchObject({ message: 'Requires authentication', status: '401' });
  expect(await bad.json()).toMatchObject({ message: 'Bad credentials', status: '401' });
});

test('TK-14: an expiring token is told when it ends, one without end is not', async () => {
  const person = await app.aPerson();
  const headerFor = async (wish: { expiresAt: Date } | { neverExpires: true }) => {
    const { secret } = await app.aToken(person, person.login, { expiresInDays: null, ...wish });
    return (await getUser(`Bearer ${secret}`)).headers.get('github-authentication-token-expiration');
  };
  const moment = new Date(Date.now() + 86_400_000);
  expect(await headerFor({ expiresAt: moment })).toBe(`${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`);
  expect(await headerFor({ neverExpires: true })).toBeNull();
});

test("EX-9: a suspended person's token is refused", async () => {
  const person = await app.aPerson();
  const { secret } = await app.aToken(person, person.login);
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  expect((await getUser(`Bearer ${secret}`)).status).toBe(401);
});
