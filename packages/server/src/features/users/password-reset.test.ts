import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { dumpOf } from '../../testing/database-dump.ts';
import { TestApp } from '../../testing/test-app.ts';
import { secretIn, TestMailServer } from '../../testing/test-mail-server.ts';
import { createUser } from './create-user.ts';
import type { User } from './user.entity.ts';

const HOUR = 3_600_000;
const PASSWORD = 'correct horse';
const NEW = 'battery staple';
let inbox: TestMailServer;
let app: TestApp;
beforeAll(async () => {
  inbox = await TestMailServer.start();
  app = await TestApp.open({ smtpUrl: inbox.url, trustProxy: true });
});
beforeEach(() => {
  app.now = null;
});
afterAll(async () => {
  await app.close();
  await inbox.stop();
});

let addresses = 0;
const post = (path: string, body: object, headers: Record<string, string> = {}, at = app) =>
  fetch(`${at.address}/auth/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-countersign-csrf': '1',
      'x-forwarded-for': `10.1.${addresses >> 8}.${++addresses & 255}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
const ask = (login: string, headers: Record<string, string> = {}, at = app) =>
  post('password-reset', { login }, headers, at);
const confirm = (secret: string, password = NEW) => post('password-reset/confirm', { secret, password });
const signIn = (login: string, password: string) => post('sign-in', { login, password });
const isSignedIn = async (who: User) => (await app.as(who, '{ viewer { login } }')).status === 200;
const linkTo = async ({ login, email }: User, count = 1) => {
  await ask(login);
  return secretIn(await inbox.mailTo(email, count));
};
const actionsOf = async ({ id }: User) => {
  const rows: { action: string; actor: string; ip: string }[] = await app.database.query(
    `SELECT action, actor_login AS actor, ip FROM audit_entries WHERE user_id = $1 AND action NOT IN ('user.create', 'user.login', 'user.failed_login') ORDER BY id`,
    [id],
  );
  return rows;
};
/** All that was asked for so far is done, and whatever mail came of it is there. */
const quiet = () =>
  vi.waitFor(async () => expect(await app.database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]), 15_000);

test('SN-1: who forgot the password is mailed a link, chooses another, and all sessions end', async () => {
  const person = await app.aPerson();
  expect(await isSignedIn(person)).toBe(true);

  const asked = await ask(person.login, { 'x-forwarded-for': '192.0.2.9' });
  expect([asked.status, await asked.text()]).toEqual([204, '']);
  const mail = await inbox.mailTo(person.email);
  const secret = secretIn(mail);
  expect(mail.subject).toBe('Reset your password');
  expect(mail.html).toContain(`href="http://countersign.test/password-reset#${secret}"`);
  expect(await isSignedIn(person)).toBe(true);

  expect((await confirm(secret)).status).toBe(204);
  expect(await isSignedIn(person)).toBe(false);
  expect([(await signIn(person.login, PASSWORD)).status, (await signIn(person.login, NEW)).status]).toEqual([401, 204]);
  expect(await actionsOf(person)).toMatchObject([
    { action: 'user.forgot_password', actor: person.login, ip: '192.0.2.9' },
    { action: 'user.reset_password', actor: person.login },
  ]);
  expect((await inbox.mailTo(person.email, 2)).subject).toBe('Your password was changed');
});

test('a verified address will do in place of the login; the mail goes to the primary one', async () => {
  const person = await app.aPerson();
  await app.database.query(
    `INSERT INTO email_addresses (user_id, address, verified_at, created_at) VALUES ($1, 'Second@example.test', now(), now()), ($1, 'claimed@example.test', NULL, now())`,
    [person.id],
  );
  await ask(person.email.toUpperCase());
  await inbox.mailTo(person.email);
  await ask(' second@EXAMPLE.test ');
  await inbox.mailTo(person.email, 2);
  await ask('claimed@example.test');
  await quiet();
  expect(inbox.to(person.email)).toHaveLength(2);
  expect(inbox.to('Second@example.test')).toEqual([]);
});

test('nothing is told: nobody, a suspended person, one without a verified address get the same answer, and no mail', async () => {
  const [suspended, unverified] = [await app.aPerson(), await app.aPerson()];
  const demonstration = await app.database.transaction((tx) =>
    createUser(
      tx,
      { login: 'demo', email: 'demo@example.test', password: PASSWORD, isDemonstration: true },
      new Date(),
    ),
  );
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [suspended.id]);
  await app.database.query('UPDATE email_addresses SET verified_at = NULL WHERE user_id = $1', [unverified.id]);
  const count = inbox.offered.length;
  for (const login of [
    suspended.login,
    unverified.login,
    unverified.email,
    demonstration.login,
    'no such person',
    '@',
    '%',
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await ask(login);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  }
  await quiet();
  expect(inbox.offered).toHaveLength(count);
  expect([...(await actionsOf(suspended)), ...(await actionsOf(unverified))]).toEqual([]);
});

test('the answer looks nobody up: it comes while the tables of people cannot be read', async () => {
  const person = await app.aPerson();
  await app.database.transaction(async (tx) => {
    await tx.query('LOCK TABLE users, email_addresses, one_use_links IN ACCESS EXCLUSIVE MODE');
    const answers = [await ask(person.login), await ask(person.email), await ask('nobody-at-all')];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  });
  await inbox.mailTo(person.email);
});

test('SN-6: a demonstration account gets its link only in demonstration mode', async () => {
  const demo = await TestApp.open({ demo: true, smtpUrl: inbox.url });
  const input = { login: 'demo-person', email: 'demo-person@example.test', password: PASSWORD, isDemonstration: true };
  await demo.database.transaction((tx) => createUser(tx, input, new Date()));
  await ask('demo-person', {}, demo);
  expect((await inbox.mailTo('demo-person@example.test')).subject).toBe('Reset your password');
  await demo.close();
});

test('a link works once: of two at the same moment one wins, and one password holds', async () => {
  const person = await app.aPerson();
  const secret = await linkTo(person);
  const answers = await Promise.all([confirm(secret, 'first of two'), confirm(secret, 'second of two')]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 401]);
  const [used, unknown] = [await confirm(secret), await confirm('x'.repeat(43))];
  expect([used.status, unknown.status]).toEqual([401, 401]);
  expect(await used.text()).toBe(await unknown.text());
  const winner = answers[0]?.status === 204 ? 'first of two' : 'second of two';
  expect((await signIn(person.login, winner)).status).toBe(204);
});

test.each([
  [-1, 204],
  [0, 401],
  [1, 401],
])('a link holds for one hour from its mail on: at %i ms of its end it answers %i', async (offset, status) => {
  const person = await app.aPerson();
  const sent = new Date('2026-12-01T10:00:00.000Z');
  app.now = sent;
  const secret = await linkTo(person);
  app.now = new Date(sent.getTime() + HOUR + offset);
  expect((await confirm(secret)).status).toBe(status);
});

test('another link ends the one before it; so does a changed primary address, and a suspension while it lasts', async () => {
  const person = await app.aPerson();
  const first = await linkTo(person);
  const second = await linkTo(person, 2);
  expect((await confirm(first)).status).toBe(401);
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [person.id]);
  expect((await confirm(second)).status).toBe(401);
  await app.database.query('UPDATE users SET suspended_at = NULL WHERE id = $1', [person.id]);
  await app.database.query(
    `INSERT INTO email_addresses (user_id, address, verified_at, created_at) VALUES ($1, 'moved@example.test', now(), now())`,
    [person.id],
  );
  await app.as(
    person,
    'mutation { makeEmailAddressPrimary(input: { address: "moved@example.test" }) { clientMutationId } }',
  );
  expect((await confirm(second)).status).toBe(401);
});

test('a link that verifies an address resets no password, and the other way round', async () => {
  const person = await app.aPerson();
  const reset = await linkTo(person);
  await app.as(person, 'mutation { addEmailAddress(input: { address: "cross@example.test" }) { clientMutationId } }');
  const verification = secretIn(await inbox.mailTo('cross@example.test'));
  expect((await confirm(verification)).status).toBe(401);
  expect((await post('verify-email', { secret: reset })).status).toBe(401);
  expect([(await confirm(reset)).status, (await post('verify-email', { secret: verification })).status]).toEqual([
    204, 204,
  ]);
});

test('a password that is too short is INVALID, and the link still works', async () => {
  const person = await app.aPerson();
  const secret = await linkTo(person);
  const refused = await confirm(secret, '1234567');
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { code: 'INVALID', fields: { password: expect.any(String) } },
  ]);
  expect((await confirm(secret)).status).toBe(204);
});

test('the database holds no secret, before the link is used and after', async () => {
  const person = await app.aPerson();
  const secret = await linkTo(person);
  const before = await dumpOf(app.database);
  await confirm(secret);
  const dump = before + (await dumpOf(app.database));
  expect(dump).toContain(person.email);
  expect([secret, NEW].some((text) => dump.includes(text))).toBe(false);
});

test('where nobody reads the mails no link is made: none lies in a mailbox of the database', async () => {
  const silent = await TestApp.open();
  const person = await silent.aPerson();
  await ask(person.login, {}, silent);
  await vi.waitFor(async () => {
    const [{ count }] = await silent.database.query('SELECT count(*) FROM one_use_links');
    expect(count).toBe(1);
    expect(await silent.database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]);
  }, 15_000);
  expect(await silent.database.query('SELECT 1 FROM one_use_secrets')).toEqual([]);
  expect(await silent.database.query('SELECT 1 FROM mailbox_messages')).toEqual([]);
  await silent.close();
});

test('nobody is flooded: five resets an hour for a person, whoever asks, and fifty from one network address', async () => {
  const person = await app.aPerson();
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let count = 0; count < 7; count++) expect((await ask(person.login)).status).toBe(204);
  await quiet();
  expect((await actionsOf(person)).filter(({ action }) => action === 'user.forgot_password')).toHaveLength(5);
  const answers = await Promise.all(
    Array.from({ length: 52 }, () => ask('nobody', { 'x-forwarded-for': '192.0.2.77' })),
  );
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
});

test('SN-1: changing the password while signed in ends the other sessions and goes on with this one', async () => {
  const person = await app.aPerson();
  const cookieOf = async () => (await signIn(person.login, PASSWORD)).headers.getSetCookie()[0]!.split(';')[0]!;
  const [here, elsewhere] = [await cookieOf(), await cookieOf()];
  const isAlive = async (cookie: string) => (await post('confirm-password', { password: NEW }, { cookie })).status;
  const reset = await linkTo(person);

  const wrong = await post('change-password', { current: 'wrong horse', password: NEW }, { cookie: here });
  const short = await post('change-password', { current: PASSWORD, password: 'short' }, { cookie: here });
  expect([wrong.status, short.status]).toEqual([401, 422]);
  // Each names its field; that the session has ended names none.
  const nobody = await post('change-password', { current: PASSWORD, password: NEW });
  const fieldsOf = async (answer: Response) => ((await answer.json()) as { fields?: object }).fields;
  expect(await Promise.all([wrong, short, nobody].map(fieldsOf))).toEqual([
    { current: 'That is not your password.' },
    { password: 'A password has at least 8 characters.' },
    undefined,
  ]);
  expect((await post('change-password', { current: PASSWORD, password: NEW }, { cookie: here })).status).toBe(204);

  expect([await isAlive(here), await isAlive(elsewhere)]).toEqual([204, 401]);
  expect((await confirm(reset)).status).toBe(401);
  expect((await actionsOf(person)).map(({ action }) => action)).toEqual([
    'user.forgot_password',
    'user.change_password',
  ]);
  expect((await inbox.mailTo(person.email, 2)).subject).toBe('Your password was changed');
});

test('of two changes at the same moment one wins; guesses are throttled; nobody changes nothing', async () => {
  const person = await app.aPerson();
  const cookie = (await signIn(person.login, PASSWORD)).headers.getSetCookie()[0]!.split(';')[0]!;
  const change = (current: string, password: string) => post('change-password', { current, password }, { cookie });
  const answers = await Promise.all([change(PASSWORD, 'first of two'), change(PASSWORD, 'second of two')]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 401]);
  const guesses = await Promise.all(Array.from({ length: 14 }, () => change('wrong horse', NEW)));
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
  expect((await post('change-password', { current: PASSWORD, password: NEW })).status).toBe(401);
});

test('SN-2: a reset lets a person in again who had tried too often', async () => {
  const person = await app.aPerson();
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let tries = 0; tries < 10; tries++) await signIn(person.login, 'wrong horse');
  expect((await signIn(person.login, PASSWORD)).status).toBe(429);
  await confirm(await linkTo(person));
  expect((await signIn(person.login, NEW)).status).toBe(204);
});

test('the routes want the CSRF header', async () => {
  for (const path of ['verify-email', 'password-reset', 'password-reset/confirm', 'change-password'])
    // oxlint-disable-next-line no-await-in-loop -- four
    expect((await post(path, {}, { 'x-countersign-csrf': '' })).status).toBe(403);
});
