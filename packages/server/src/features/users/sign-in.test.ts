import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOf } from '../../testing/database-dump.ts';
import { TestApp } from '../../testing/test-app.ts';
import { createUser } from './create-user.ts';

const PASSWORD = 'correct horse';
const CSRF = { 'x-countersign-csrf': '1' };
const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  // Each person signs in from an address of their own: the throttle counts by address, too.
  app = await TestApp.open({ trustProxy: true });
});
afterAll(() => app.close());

let addresses = 0;
const post = (at: TestApp, path: string, body: object | string, headers: Record<string, string> = {}) =>
  fetch(`${at.address}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${++addresses}`, ...CSRF, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const signIn = (login: string, password = PASSWORD, headers: Record<string, string> = {}) =>
  post(app, 'sign-in', { login, password }, headers);
const setCookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';
const cookieOf = async (login: string) => setCookieOf(await signIn(login)).split(';')[0]!;
const whoIs = async (cookie: string) => {
  const response = await fetch(`${app.address}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, ...CSRF },
    body: JSON.stringify({ query: '{ viewer { login } }' }),
  });
  const { data } = (await response.json()) as { data?: { viewer: { login: string } } };
  return {
    status: response.status,
    login: data?.viewer.login,
    taken: setCookieOf(response).startsWith('countersign=;'),
  };
};
/** What the person did since they were made. */
const actionsOf = async (id: number) => {
  const rows: { action: string; ip: string }[] = await app.database.query(
    `SELECT action, ip FROM audit_entries WHERE user_id = $1 AND action <> 'user.create' ORDER BY id`,
    [id],
  );
  return rows.map(({ action }) => action);
};

test('SN-1: a sign-in is a new session: a cookie that scripts cannot read, kept as a hash, in the security log', async () => {
  const person = await app.aPerson();
  const response = await signIn(person.login.toUpperCase());
  const [pair, ...flags] = setCookieOf(response).split('; ');
  const secret = pair!.slice('countersign='.length);

  expect(response.status).toBe(204);
  expect(flags.toSorted()).toEqual(['HttpOnly', `Max-Age=${30 * 24 * 3600}`, 'Path=/', 'SameSite=Lax']);
  expect(await whoIs(pair!)).toMatchObject({ status: 200, login: person.login });
  const [row] = await app.database.query('SELECT secret_hash FROM sessions WHERE user_id = $1', [person.id]);
  expect(row.secret_hash).toEqual(createHash('sha256').update(secret).digest());
  const dump = await dumpOf(app.database);
  expect([secret, PASSWORD].some((text) => dump.includes(text))).toBe(false);
  expect(await actionsOf(person.id)).toEqual(['user.login']);
  expect(await cookieOf(person.login)).not.toBe(pair);
});

test('SN-1: on https the cookie is Secure and bound to its host', async () => {
  const https = await TestApp.open({ publicUrl: 'https://countersign.test' });
  const person = await https.aPerson();
  const cookie = setCookieOf(await post(https, 'sign-in', { login: person.login, password: PASSWORD }));
  await https.close();
  expect(cookie).toMatch(/^__Host-countersign=[\w-]{43}; /);
  expect(cookie.split('; ')).toContain('Secure');
});

test('SN-1: a session holds for 14 days without use and 30 in all; each use counts anew', async () => {
  const { login, id } = await app.aPerson();
  const [idle, used] = [await cookieOf(login), await cookieOf(login)];
  const [{ start }] = await app.database.query('SELECT min(created_at) AS start FROM sessions WHERE user_id = $1', [
    id,
  ]);
  await app.database.query('UPDATE sessions SET created_at = $1, last_seen_at = $1 WHERE user_id = $2', [start, id]);
  const at = (ms: number) => {
    app.now = new Date(start.getTime() + ms);
  };
  const seen = [];
  for (const [days, cookie] of [
    [13, used],
    [14, idle],
    [26, used],
    [30, used],
  ] as const) {
    at(days * DAY);
    // oxlint-disable-next-line no-await-in-loop -- as the days go by
    seen.push((await whoIs(cookie)).status);
  }
  at(30 * DAY + 1);
  const [tooLong, tooIdle] = [await whoIs(used), await whoIs(idle)];
  app.now = null;
  expect(seen).toEqual([200, 200, 200, 200]);
  expect([tooLong, tooIdle]).toMatchObject([
    { status: 401, taken: true },
    { status: 401, taken: true },
  ]);
});

test('SN-1: 14 days and a millisecond without use are too many', async () => {
  const { login, id } = await app.aPerson();
  const cookie = await cookieOf(login);
  const [{ seen }] = await app.database.query('SELECT last_seen_at AS seen FROM sessions WHERE user_id = $1', [id]);
  app.now = new Date(seen.getTime() + 14 * DAY + 1);
  expect((await whoIs(cookie)).status).toBe(401);
  app.now = null;
});

test('signing out ends the session, is in the log, and is no error twice', async () => {
  const person = await app.aPerson();
  const cookie = await cookieOf(person.login);
  const first = await post(app, 'sign-out', {}, { cookie });
  const second = await post(app, 'sign-out', {}, { cookie });
  expect([first.status, second.status]).toEqual([204, 204]);
  expect(setCookieOf(first)).toMatch(/^countersign=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
  expect((await whoIs(cookie)).status).toBe(401);
  expect(await actionsOf(person.id)).toEqual(['user.login', 'user.logout']);
});

test('SN-2: an unknown login, a wrong password, and a suspended person get the same answer', async () => {
  const [person, suspended] = [await app.aPerson(), await app.aPerson()];
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [suspended.id]);
  const answers = [
    await signIn('nobody-at-all'),
    await signIn('no such name; at all'),
    await signIn(person.login, 'wrong horse'),
    await signIn(suspended.login),
  ];
  const told = await Promise.all(
    answers.map(async (answer) => [answer.status, setCookieOf(answer), await answer.text()]),
  );
  expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(told[0]).toEqual([401, '', '{"code":"UNAUTHENTICATED","message":"Incorrect login or password."}']);
  expect(await actionsOf(person.id)).toEqual(['user.failed_login']);
});

test('SN-2: after ten failures the door stays shut, for the right password too, and only for that login', async () => {
  const person = await app.aPerson();
  const answers = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let tries = 0; tries < 10; tries++) answers.push((await signIn(person.login, 'wrong horse')).status);
  const shut = await signIn(person.login.toUpperCase());
  expect(answers).toEqual(Array.from({ length: 10 }, () => 401));
  expect(shut.status).toBe(429);
  expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(600);
  expect(await shut.json()).toMatchObject({ code: 'RATE_LIMITED' });
  expect((await signIn((await app.aPerson()).login)).status).toBe(204);
});

test('SN-2: forty guesses at the same moment are no way around it', async () => {
  const person = await app.aPerson();
  const answers = await Promise.all(Array.from({ length: 40 }, () => signIn(person.login, 'wrong horse')));
  const looked = answers.filter(({ status }) => status === 401);
  expect(looked).toHaveLength(10);
});

test('SN-2: a right password makes up for the failures before it; an address has fifty for all logins', async () => {
  const person = await app.aPerson();
  const from = { 'x-forwarded-for': '192.0.2.7' };
  const statuses = new Set<number>();
  for (let tries = 0; tries < 49; tries++) {
    const login = tries % 9 ? person.login : `guess-${tries}`;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { status } = await signIn(login, tries % 9 === 8 ? PASSWORD : 'wrong', from);
    statuses.add(status);
  }
  expect(statuses).toEqual(new Set([401, 204]));
  // Five of them were right.
  for (let tries = 0; tries < 6; tries++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await signIn(`guess-again-${tries}`, 'wrong', from);
  expect((await signIn(person.login, PASSWORD, from)).status).toBe(429);
  expect((await signIn(person.login)).status).toBe(204);
});

test('SN-2: without the CSRF header nobody is signed in, out, or asked for a password', async () => {
  const { login } = await app.aPerson();
  const cookie = await cookieOf(login);
  for (const path of ['sign-in', 'sign-out', 'confirm-password'])
    // oxlint-disable-next-line no-await-in-loop -- three
    expect((await post(app, path, { login, password: PASSWORD }, { cookie, 'x-countersign-csrf': '' })).status).toBe(
      403,
    );
  expect((await whoIs(cookie)).status).toBe(200);
});

test.each([
  ['no login', { password: 'x' }, ['login']],
  ['an empty password', { login: 'x', password: '' }, ['password']],
  ['a number for a password', { login: 'x', password: 7 }, ['password']],
  ['no object', [], ['body']],
  ['a password of 1,001 characters', { login: 'x', password: 'x'.repeat(1001) }, ['password']],
  ['a login of 201', { login: 'x'.repeat(201), password: 'x' }, ['login']],
  ['a login with a NUL', { login: 'x\u0000', password: 'x' }, ['login']],
])('%s is INVALID and named', async (_, body, fields) => {
  const response = await post(app, 'sign-in', body);
  const answer = (await response.json()) as { code: string; fields: object };
  expect([response.status, answer.code, Object.keys(answer.fields)]).toEqual([422, 'INVALID', fields]);
});

test('malformed JSON, no JSON, and too much of it are refused in JSON', async () => {
  const answers = [
    await post(app, 'sign-in', '{"login": '),
    await post(app, 'sign-in', 'login=x&password=y', { 'content-type': 'application/x-www-form-urlencoded' }),
    await post(app, 'sign-in', { login: 'x', password: 'x'.repeat(5_000_000) }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 415, 413]);
  for (const answer of answers)
    // oxlint-disable-next-line no-await-in-loop -- three
    expect(await answer.json()).toMatchObject({ code: 'INVALID' });
});

test('SN-6: a demonstration account signs in only in demonstration mode', async () => {
  const demo = await TestApp.open({ demo: true });
  const statuses = [];
  for (const at of [app, demo]) {
    const input = { login: 'demo-person', email: 'demo@example.test', password: PASSWORD, isDemonstration: true };
    // oxlint-disable-next-line no-await-in-loop -- two
    await at.database.transaction((tx) => createUser(tx, input, new Date()));
    // oxlint-disable-next-line no-await-in-loop -- two
    statuses.push((await post(at, 'sign-in', { login: 'demo-person', password: PASSWORD })).status);
  }
  await demo.close();
  expect(statuses).toEqual([401, 204]);
});

test('SN-3: confirming the password makes the session fresh again; a wrong one does not, and is counted', async () => {
  const { login, id } = await app.aPerson();
  const cookie = await cookieOf(login);
  const givenAt = async () =>
    (await app.database.query('SELECT password_given_at AS at FROM sessions WHERE user_id = $1', [id]))[0].at as Date;
  await app.database.query(
    `UPDATE sessions SET password_given_at = password_given_at - interval '3 hours' WHERE user_id = $1`,
    [id],
  );
  const before = await givenAt();

  const wrong = await post(app, 'confirm-password', { password: 'wrong horse' }, { cookie });
  expect([wrong.status, await givenAt()]).toEqual([401, before]);
  const right = await post(app, 'confirm-password', { password: PASSWORD }, { cookie });
  expect(right.status).toBe(204);
  expect((await givenAt()).getTime()).toBeGreaterThan(before.getTime() + 2 * 3_600_000);
  expect((await post(app, 'confirm-password', { password: PASSWORD })).status).toBe(401);
  const statuses = await Promise.all(
    Array.from({ length: 12 }, () => post(app, 'confirm-password', { password: 'wrong horse' }, { cookie })),
  );
  expect(statuses.filter(({ status }) => status === 429)).toHaveLength(2);
});

test('SN-2: a wrong password of who is signed in stands in the security log as one at signing in does, and only when it was looked at', async () => {
  const person = await app.aPerson();
  const cookie = await cookieOf(person.login);
  const from = { cookie, 'x-forwarded-for': '192.0.2.33' };
  const answers = [
    await post(app, 'confirm-password', { password: 'wrong horse' }, from),
    await post(app, 'change-password', { current: 'wrong horse', password: 'battery staple' }, from),
    await post(app, 'confirm-password', { password: PASSWORD }, from),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 204]);
  expect(
    await app.database.query(
      `SELECT action, actor_login AS actor, credential_kind AS with, ip FROM audit_entries WHERE user_id = $1 AND action NOT IN ('user.create', 'user.login')`,
      [person.id],
    ),
  ).toEqual(
    Array.from({ length: 2 }, () => ({
      action: 'user.failed_login',
      actor: person.login,
      with: 'SESSION',
      ip: '192.0.2.33',
    })),
  );

  const guesses = await Promise.all(
    Array.from({ length: 12 }, (_, guess) =>
      guess % 2
        ? post(app, 'confirm-password', { password: 'wrong horse' }, { cookie })
        : post(app, 'change-password', { current: 'wrong horse', password: 'battery staple' }, { cookie }),
    ),
  );
  // Both ways, and signing in, have ten tries together.
  expect(guesses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(10).fill(401), 429, 429]);
  expect((await signIn(person.login)).status).toBe(429);
  expect((await actionsOf(person.id)).filter((action) => action === 'user.failed_login')).toHaveLength(2 + 10);
});

test("EX-9: a suspended person's sessions and tokens are refused, and work again when that ends", async () => {
  const person = await app.aPerson();
  const cookie = await cookieOf(person.login);
  const { secret } = await app.aToken(person, person.login);
  const suspend = (when: string) =>
    app.database.query(`UPDATE users SET suspended_at = ${when} WHERE id = $1`, [person.id]);
  const answers = async () => [(await whoIs(cookie)).status, (await app.as(secret, '{ viewer { login } }')).status];

  await suspend('now()');
  const suspended = await answers();
  await suspend('NULL');
  expect(suspended).toEqual([401, 401]);
  expect(await answers()).toEqual([200, 200]);
});
