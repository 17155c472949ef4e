import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OAuthClient, type TokenAnswer } from '../../testing/oauth-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { updateApp } from '../apps/update-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const begin = new Date('2027-01-01T00:00:00.000Z');
let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let client: OAuthClient;
beforeAll(async () => {
  server = await TestApp.open();
  server.now = begin;
  ({ owner, organization: acme } = await server.aTeam());
  client = await OAuthClient.of(server, owner, acme);
});
beforeEach(async () => {
  server.now = begin;
  member = await server.aPerson();
  await server.join(owner, acme, member.login);
});
afterAll(() => server.close());

const later = (time: number) => {
  server.now = new Date(begin.getTime() + time);
};
const INVALID = [400, 'invalid_grant'];
const errorOf = ({ status, body }: TokenAnswer) => [status, body.error];
const endsOf = ({ id }: User) =>
  server.database.query(
    `SELECT action, details->>'explanation' AS explanation FROM audit_entries WHERE user_id = $1 AND action = 'oauth_access.revoke' ORDER BY id`,
    [id],
  );
const holds = async (secret: string) => (await server.as(secret, '{ viewer { login } }')).status === 200;

test('EX-8, EX-10: a refresh token is used once: both old tokens are dead, and the log names the new one', async () => {
  const { secret, refresh } = await client.aTokenFor(member);
  const { status, body, headers } = await client.refresh(refresh);
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^csu_/),
    token_type: 'bearer',
    scope: '',
    expires_in: 28_800,
    refresh_token: expect.stringMatching(/^csr_/),
    refresh_token_expires_in: 15_811_200,
  });
  expect([await holds(secret), await holds(body.access_token)]).toEqual([false, true]);
  expect(errorOf(await client.refresh(refresh))).toEqual(INVALID);
  expect(await holds(body.access_token)).toBe(true);
  const log = await server.database.query(
    `SELECT action, actor_app_id AS "appId", subject FROM audit_entries WHERE user_id = $1 AND action ~ '^oauth_access' ORDER BY id`,
    [member.id],
  );
  const of = { appId: client.app.id, subject: client.app.slug };
  expect(log).toEqual([
    { action: 'oauth_access.create', ...of },
    { action: 'oauth_access.regenerate', ...of },
  ]);
});

test('EX-8: it renews what has expired, for six months', async () => {
  const [one, another] = [await client.aTokenFor(member), await client.aTokenFor(member)];
  later(183 * DAY - 1);
  expect((await client.refresh(one.refresh)).status).toBe(200);
  later(183 * DAY);
  expect(errorOf(await client.refresh(another.refresh))).toEqual(INVALID);
});

test('EX-8: of two at the same moment one wins, and what it got goes on holding', async () => {
  const { refresh } = await client.aTokenFor(member);
  const answers = await Promise.all([1, 2, 3, 4].map(() => client.refresh(refresh)));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 400, 400, 400]);
  expect(await holds(answers.find(({ status }) => status === 200)!.body.access_token)).toBe(true);
});

test('RFC 9700, 4.14.2: a refresh token that comes again later ends what came of it, and nothing of another device', async () => {
  const [one, another] = [await client.aTokenFor(member), await client.aTokenFor(member)];
  const { body: second } = await client.refresh(one.refresh);
  later(MINUTE - 1);
  expect(errorOf(await client.refresh(one.refresh))).toEqual(INVALID);
  expect(await holds(second.access_token)).toBe(true);
  const { body: third } = await client.refresh(second.refresh_token);
  later(MINUTE);
  expect(errorOf(await client.refresh(one.refresh))).toEqual(INVALID);
  expect([await holds(third.access_token), await holds(another.secret)]).toEqual([false, true]);
  expect(errorOf(await client.refresh(third.refresh_token))).toEqual(INVALID);
  const ended = { action: 'oauth_access.revoke', explanation: 'its refresh token came a second time' };
  expect(await endsOf(member)).toEqual([ended, ended]);
  // What has ended is not ended again.
  expect(errorOf(await client.refresh(one.refresh))).toEqual(INVALID);
  expect(await endsOf(member)).toHaveLength(2);
  expect((await client.refresh(another.refresh)).status).toBe(200);
});

test('RFC 9700, 4.14.2: a stranger’s client ends nothing with it; a thief’s pair does not outlive that its person was suspended', async () => {
  const other = await OAuthClient.of(server, owner, acme);
  const { refresh } = await client.aTokenFor(member);
  const { body } = await client.refresh(refresh);
  later(HOUR);
  expect(errorOf(await other.refresh(refresh))).toEqual(INVALID);
  expect(await holds(body.access_token)).toBe(true);
  const suspend = (at: Date | null) =>
    server.database.query('UPDATE users SET suspended_at = $2 WHERE id = $1', [member.id, at]);
  await suspend(begin);
  expect(errorOf(await client.refresh(refresh))).toEqual(INVALID);
  await suspend(null);
  expect(await holds(body.access_token)).toBe(false);
});

test('EX-8: where the App switched expiry off meanwhile, the next token has no end', async () => {
  const turned = await OAuthClient.of(server, owner, acme);
  const { refresh } = await turned.aTokenFor(member);
  await updateApp(await server.sessionOf(owner), { appId: turned.app.id, userTokensExpire: false });
  const { body } = await turned.refresh(refresh);
  expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', scope: '' });
});

test('another client, the token itself, and other kinds of token renew nothing', async () => {
  const other = await OAuthClient.of(server, owner, acme);
  const open = await OAuthClient.of(server, owner, acme, { isPublicClient: true });
  const { secret, refresh } = await client.aTokenFor(member);
  const personal = (await server.aClassicToken(member)).secret;
  const answers = [
    await other.refresh(refresh),
    await open.refresh(refresh),
    await client.refresh(secret),
    await client.refresh(personal),
  ];
  expect(answers.map(errorOf)).toEqual(answers.map(() => INVALID));
  expect((await client.refresh(refresh)).status).toBe(200);
});

test('EX-1: a refresh token opens no door, and is not asked for as one', async () => {
  const { refresh } = await client.aTokenFor(member);
  expect(await holds(refresh)).toBe(false);
  const asUser = await fetch(`${server.address}/api/v3/user`, { headers: { authorization: `token ${refresh}` } });
  expect(asUser.status).toBe(401);
});
