import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dumpOf } from '../../testing/database-dump.ts';
import { CALLBACK, CHALLENGE, OAuthClient, type TokenAnswer, VERIFIER } from '../../testing/oauth-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { updateApp } from '../apps/update-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { forgetAuthorizationCodes } from './forget-authorization-codes.job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
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
const holds = async (secret: string) => (await server.as(secret, '{ viewer { login } }')).status === 200;
const logOf = ({ id }: User) =>
  server.database.query(
    `SELECT action, actor_login AS actor, actor_app_id AS "appId", subject, details->>'explanation' AS explanation FROM audit_entries
      WHERE user_id = $1 AND action ~ '^oauth_access' ORDER BY id`,
    [id],
  );
const liveOf = async ({ id }: User) => {
  const [row] = await server.database.query(
    `SELECT count(*) FILTER (WHERE kind = 'APP_USER')::int AS access, count(*) FILTER (WHERE kind = 'APP_REFRESH')::int AS refresh
       FROM tokens WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [id, server.now],
  );
  return [row.access, row.refresh];
};

test('EX-8, TK-2, AU-1: a code becomes a token of eight hours and a refresh token of six months, of which there are only hashes', async () => {
  const { body } = await client.redeem(await client.aCode(member), { redirect_uri: CALLBACK });
  const dump = await dumpOf(server.database);
  expect([body.access_token, body.refresh_token].map((secret) => dump.includes(secret))).toEqual([false, false]);
  const { slug, id } = client.app;
  expect(await logOf(member)).toEqual([
    { action: 'oauth_access.create', actor: `${slug}[bot]`, appId: id, subject: slug, explanation: null },
  ]);
  expect(await holds(body.access_token)).toBe(true);
  expect(await holds(body.refresh_token)).toBe(false);
  later(8 * HOUR - 1);
  expect(await holds(body.access_token)).toBe(true);
  later(8 * HOUR);
  expect(await holds(body.access_token)).toBe(false);
});

test('EX-8: where the App switched expiry off, there is no end and no refresh token', async () => {
  const endless = await OAuthClient.of(server, owner, acme, { userTokensExpire: false });
  const { body } = await endless.redeem(await endless.aCode(member));
  expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', scope: '' });
  later(10 * 365 * 24 * HOUR);
  expect(await holds(body.access_token)).toBe(true);
  later(0);
  const caller = await server.sessionOf(owner);
  await updateApp(caller, { appId: endless.app.id, userTokensExpire: true });
  expect((await endless.aTokenFor(member)).refresh).toMatch(/^csr_/);
});

test('AP-7: a code lives ten minutes', async () => {
  const [one, another] = [await client.aCode(member), await client.aCode(member)];
  later(10 * MINUTE - 1);
  expect((await client.redeem(one)).status).toBe(200);
  later(10 * MINUTE);
  expect(errorOf(await client.redeem(another))).toEqual(INVALID);
});

test('AP-7: a code that comes a second time ends what it was exchanged for, also long after, and refreshed', async () => {
  const code = await client.aCode(member);
  const { body } = await client.redeem(code);
  const other = await client.aTokenFor(member);
  expect(errorOf(await client.redeem(code))).toEqual(INVALID);
  expect(await holds(body.access_token)).toBe(false);
  expect(errorOf(await client.refresh(body.refresh_token))).toEqual(INVALID);
  expect(await holds(other.secret)).toBe(true);
  const explanation = 'its code came a second time';
  expect(await logOf(member)).toMatchObject([{}, {}, { explanation }, { explanation }]);
  expect(errorOf(await client.redeem(code))).toEqual(INVALID);
  expect(await logOf(member)).toHaveLength(4);

  const second = await client.aCode(member);
  const { body: first } = await client.redeem(second);
  const { body: renewed } = await client.refresh(first.refresh_token);
  later(HOUR);
  expect(errorOf(await client.redeem(second))).toEqual(INVALID);
  expect([await holds(renewed.access_token), await holds(other.secret)]).toEqual([false, true]);
});

test('AP-7: of two at the same moment one wins, and as the code came twice nothing of it lives on', async () => {
  const code = await client.aCode(member);
  const answers = await Promise.all([1, 2, 3, 4].map(() => client.redeem(code)));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 400, 400, 400]);
  expect(await liveOf(member)).toEqual([0, 0]);
});

test.each([
  ['another verifier', { code_verifier: `${VERIFIER.slice(1)}x` }],
  ['the challenge itself', { code_verifier: CHALLENGE.codeChallenge }],
  ['no verifier', {}],
  ['a short verifier', { code_verifier: 'x' }],
  ['another redirect URI', { code_verifier: VERIFIER, redirect_uri: `${CALLBACK}/` }],
])('AP-7: with %s the code is of no use, and ends nothing', async (_what, form) => {
  const code = await client.aCode(member, CHALLENGE);
  expect(errorOf(await client.redeem(code, form as Record<string, string>))).toEqual(INVALID);
  const { status, body } = await client.redeem(code, { code_verifier: VERIFIER });
  expect(status).toBe(200);
  expect(errorOf(await client.redeem(code, form as Record<string, string>))).toEqual(INVALID);
  expect(await holds(body.access_token)).toBe(true);
});

test('RFC 9700, 4.8.2: a verifier for a code that was asked for without a challenge is refused', async () => {
  expect(errorOf(await client.redeem(await client.aCode(member), { code_verifier: VERIFIER }))).toEqual(INVALID);
});

test('AP-7: a code is of no use to another client, and goes on holding for its own', async () => {
  const other = await OAuthClient.of(server, owner, acme);
  const open = await OAuthClient.of(server, owner, acme, { isPublicClient: true });
  const code = await client.aCode(member, CHALLENGE);
  for (const stranger of [other, open])
    // oxlint-disable-next-line no-await-in-loop
    expect(errorOf(await stranger.redeem(code, { code_verifier: VERIFIER }))).toEqual(INVALID);
  expect((await client.redeem(code, { code_verifier: VERIFIER })).status).toBe(200);
});

test('AP-7: an App that gave up its client secrets needs the challenge that it did not send', async () => {
  const code = await client.aCode(member);
  const turned = await OAuthClient.of(server, owner, acme);
  const early = await turned.aCode(member);
  await server.database.query('DELETE FROM app_client_secrets WHERE app_id = $1', [turned.app.id]);
  expect(errorOf(await turned.exchange({ code: early, client_secret: '' }))).toEqual(INVALID);
  expect((await client.redeem(code)).status).toBe(200);
});

test('EX-9: a suspended person’s code and tokens are refused, and hold again when they are back', async () => {
  const code = await client.aCode(member);
  const { secret, refresh } = await client.aTokenFor(member);
  const suspend = (at: Date | null) =>
    server.database.query('UPDATE users SET suspended_at = $2 WHERE id = $1', [member.id, at]);
  await suspend(begin);
  expect([await client.redeem(code), await client.refresh(refresh)].map(errorOf)).toEqual([INVALID, INVALID]);
  expect(await holds(secret)).toBe(false);
  await suspend(null);
  expect(await holds(secret)).toBe(true);
  expect([(await client.redeem(code)).status, (await client.refresh(refresh)).status]).toEqual([200, 200]);
});

test('EX-7: with the eleventh token of a person and an App the oldest ends, with its refresh token; another App’s stay', async () => {
  const other = await OAuthClient.of(server, owner, acme);
  const kept = await other.aTokenFor(member);
  const tokens: { secret: string; refresh: string }[] = [];
  for (let made = 0; made < 10; made++) {
    later(made * 7 * MINUTE);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that there is an oldest
    tokens.push(await client.aTokenFor(member));
  }
  expect(await liveOf(member)).toEqual([11, 11]);
  // Renewed it counts as the one that it was, and is the newest.
  const { body: renewed } = await client.refresh(tokens[0]!.refresh);
  expect(await liveOf(member)).toEqual([11, 11]);
  await client.aTokenFor(member);
  expect(await liveOf(member)).toEqual([11, 11]);
  expect(await Promise.all([tokens[1]!, tokens[2]!].map(({ secret }) => holds(secret)))).toEqual([false, true]);
  expect(errorOf(await client.refresh(tokens[1]!.refresh))).toEqual(INVALID);
  expect([await holds(renewed.access_token), await holds(kept.secret)]).toEqual([true, true]);
  const ends: { action: string; explanation: string }[] = (await logOf(member)).filter(
    ({ action }: { action: string }) => action === 'oauth_access.revoke',
  );
  expect(ends.map(({ explanation }) => explanation)).toEqual(Array(2).fill('more than ten tokens of one App'));
  // What expired and can be renewed is still one of the ten.
  later(10 * HOUR);
  expect(await liveOf(member)).toEqual([0, 11]);
  await client.aTokenFor(member);
  expect(await liveOf(member)).toEqual([1, 11]);
});

test('EX-7: of twelve that are made at the same moment ten hold', async () => {
  const codes = await Promise.all(Array.from({ length: 12 }, () => client.aCode(member)));
  const answers = await Promise.all(codes.map((code) => client.redeem(code)));
  expect(answers.map(({ status }) => status)).toEqual(codes.map(() => 200));
  expect(await liveOf(member)).toEqual([10, 10]);
});

test('an exchange costs the same few statements, however many tokens there are', async () => {
  const statementsOf = async (act: () => Promise<TokenAnswer>) => {
    const counted = await server.countStatements();
    const { status } = await act();
    counted.stop();
    expect(status).toBe(200);
    return counted.statements.length;
  };
  const code = await client.aCode(member);
  // The client; within a transaction the authorization, the code, the person, the tokens that count, both tokens, the code again, and the log.
  expect(await statementsOf(() => client.redeem(code))).toBe(10);
  const { refresh } = await client.aTokenFor(member);
  const next = await client.aCode(member);
  expect(await statementsOf(() => client.redeem(next))).toBe(10);
  // The client; within a transaction the refresh token, the authorization, the person, the pair twice, both tokens, and the log.
  expect(await statementsOf(() => client.refresh(refresh))).toBe(10);
});

test('codes that somebody is about to delete are left to them: the job waits for nobody', async () => {
  await client.aCode(member);
  const all = 'SELECT id FROM application_authorization_codes';
  await server.database.transaction(async (tx) => {
    await tx.query(`${all} FOR UPDATE`);
    await forgetAuthorizationCodes({ database: server.database, now: new Date(begin.getTime() + 48 * HOUR) });
  });
  expect(await server.database.query(all)).not.toEqual([]);
});

test('codes are forgotten a day after they expired', async () => {
  const count = async () =>
    (await server.database.query('SELECT count(*)::int AS count FROM application_authorization_codes'))[0].count;
  const before = await count();
  await client.aCode(member);
  const forget = (time: number) =>
    forgetAuthorizationCodes({ database: server.database, now: new Date(begin.getTime() + time) });
  await forget(24 * HOUR + 10 * MINUTE);
  expect(await count()).toBe(before + 1);
  await forget(48 * HOUR);
  expect(await count()).toBe(0);
});
