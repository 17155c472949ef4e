import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, countStatements, type Database, type Tx } from '../../platform/database/database.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';
import { deleteToken } from './delete-token.ts';
import { regenerateToken } from './regenerate-token.ts';
import { remindOfExpiry, stillToExpire } from './remind-of-expiry.job.ts';
import type { Token } from './token.entity.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let app: TestApp;
let madeAt: Date;
beforeAll(async () => {
  app = await TestApp.open();
  // Noon, so that a day has room on both sides.
  madeAt = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00.000Z`);
  app.now = madeAt;
});
afterAll(() => app.close());

const after = (ms: number) => new Date(madeAt.getTime() + ms);
const run = (now: Date) => remindOfExpiry({ database: app.database, now });
const aTokenFor = async (user: User, life: number): Promise<Token> => {
  app.now = madeAt;
  return (await app.aClassicToken(user, { expiresInDays: null, expiresAt: after(life) })).token;
};

/** Reminders as they were queued, whether they have gone out or not. */
const remindersTo = async ({ id }: User): Promise<{ subject: string; text: string }[]> =>
  app.database.query(
    `SELECT subject, text FROM mailbox_messages WHERE "to" = (SELECT email FROM users WHERE id = $1) AND subject LIKE '%expire%' ORDER BY id`,
    [id],
  );
const mailed = (user: User, count: number) =>
  vi.waitFor(async () => {
    const mails = await remindersTo(user);
    expect(mails).toHaveLength(count);
    return mails;
  }, 10_000);
const noticesOf = async (...tokens: Token[]): Promise<number[]> => {
  const rows: { days: number }[] = await app.database.query(
    'SELECT days_before AS days FROM expiry_notices WHERE token_id = ANY($1) ORDER BY days_before DESC, token_id',
    [tokens.map(({ id }) => id)],
  );
  return rows.map(({ days }) => days);
};

test.each([30, 7, 1])('ML-3: a reminder is due in the millisecond %i days before the end, and once', async (days) => {
  const user = await app.aPerson();
  const token = await aTokenFor(user, 40 * DAY);
  const due = 40 * DAY - days * DAY;
  // Those before it are told already.
  const before = [30, 7, 1].filter((other) => other > days);
  await app.database.query('INSERT INTO expiry_notices SELECT $1, $2, unnest($3::integer[])', [
    token.id,
    token.expiresAt,
    before,
  ]);

  await run(after(due - 1));
  expect(await noticesOf(token)).toEqual(before);

  app.now = after(due);
  await run(after(due));
  expect(await noticesOf(token)).toEqual([...before, days]);
  const [mail] = await mailed(user, 1);
  expect(mail?.subject).toBe(`Your token "${token.name}" expires in ${days} ${days === 1 ? 'day' : 'days'}`);

  await run(after(due + 1));
  await run(after(due + HOUR));
  expect(await noticesOf(token)).toEqual([...before, days]);
  expect(await remindersTo(user)).toHaveLength(1);
});

test('ML-3: all of a day come in one mail a person, wherever they stand; the next day is another', async () => {
  const [user, other] = [await app.aPerson(), await app.aPerson()];
  const month = await aTokenFor(user, 50 * DAY);
  const week = await aTokenFor(user, 27 * DAY + 3 * HOUR);
  const tomorrow = await aTokenFor(user, 28 * DAY);
  const others = await aTokenFor(other, 27 * DAY);

  app.now = after(20 * DAY);
  await run(app.now);

  const [mail] = await mailed(user, 1);
  expect(mail?.subject).toBe('2 of your tokens expire soon');
  expect(mail?.text).toContain(`- ${week.name}\n  Expires in 7 days, on `);
  expect(mail?.text).toContain(`- ${month.name}\n  Expires in 30 days, on `);
  expect(mail?.text).toContain(`http://countersign.test/settings/tokens/${month.id}`);
  expect(mail?.text).toContain('http://countersign.test/settings/notifications');
  expect(mail?.text).not.toContain(tomorrow.name);
  expect((await mailed(other, 1))[0]?.subject).toBe(`Your token "${others.name}" expires in 7 days`);

  // What came after the mail of the day waits for the next, and goes with what that day brings.
  await run(after(20 * DAY + 11 * HOUR));
  app.now = after(21 * DAY);
  await run(app.now);
  const [, next] = await mailed(user, 2);
  expect(next?.subject).toBe(`Your token "${tomorrow.name}" expires in 7 days`);
});

test('ML-3: a token is not reminded of by what it was never as far away as', async () => {
  const user = await app.aPerson();
  const tokens = [await aTokenFor(user, 30 * DAY), await aTokenFor(user, 7 * DAY), await aTokenFor(user, DAY)];
  await run(madeAt);
  expect(await noticesOf(...tokens)).toEqual([]);
});

test('ML-3: after days without a process the nearest reminder comes, and not all that were missed', async () => {
  const user = await app.aPerson();
  const token = await aTokenFor(user, 40 * DAY);
  app.now = after(35 * DAY);
  await run(app.now);
  expect((await mailed(user, 1))[0]?.subject).toContain('expires in 5 days');
  expect(await noticesOf(token)).toEqual([7]);
});

test('ML-3: two processes at once, and any number of times, send one mail', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => app.aPerson()));
  for (const person of people)
    for (const life of [37 * DAY, 37 * DAY + HOUR])
      // oxlint-disable-next-line no-await-in-loop -- names are given one after the other
      await aTokenFor(person, life);
  app.now = after(30 * DAY);
  await Promise.all(Array.from({ length: 4 }, () => run(app.now!)));
  await run(app.now);
  const subjects = await Promise.all(
    people.map(async (person) => (await mailed(person, 1)).map(({ subject }) => subject)),
  );
  expect(subjects).toEqual(people.map(() => ['2 of your tokens expire soon']));
});

test('ML-3: a process that ends before it commits has told nobody, and the next one does', async () => {
  const user = await app.aPerson();
  const token = await aTokenFor(user, 37 * DAY);
  app.now = after(30 * DAY);
  const dying = Object.create(app.database, {
    transaction: {
      value: (work: (tx: Tx) => Promise<unknown>) =>
        app.database.transaction(async (tx) => {
          await work(tx);
          throw new Error('The process ends before it commits');
        }),
    },
  }) as Database;
  await expect(remindOfExpiry({ database: dying, now: app.now })).rejects.toThrow('before it commits');
  expect(await noticesOf(token)).toEqual([]);

  await run(app.now);
  await mailed(user, 1);
});

test('ML-3: what was deleted, revoked or regenerated before is not spoken of', async () => {
  const user = await app.aPerson();
  const [deleted, revoked, regenerated] = [
    await aTokenFor(user, 37 * DAY),
    await aTokenFor(user, 37 * DAY),
    await aTokenFor(user, 37 * DAY),
  ];
  await deleteToken(await app.sessionOf(user), deleted.id);
  await app.database.query('UPDATE tokens SET revoked_at = $2 WHERE id = $1', [revoked.id, madeAt]);
  await regenerateToken(await app.sessionOf(user), { tokenId: regenerated.id, expiresInDays: 90 });
  await run(after(30 * DAY));
  expect(await noticesOf(deleted, revoked, regenerated)).toEqual([]);
});

test('ML-3: nor is what was deleted, revoked, regenerated or expired after the mail was queued, when it goes out', async () => {
  const user = await app.aPerson();
  const tokens = [];
  for (const life of [37 * DAY, 37 * DAY, 37 * DAY, 36 * DAY, 38 * DAY])
    // oxlint-disable-next-line no-await-in-loop -- names are given one after the other
    tokens.push(await aTokenFor(user, life));
  const [deleted, revoked, regenerated, expired, kept] = tokens;
  const order = { endings: tokens.map(({ id, expiresAt }) => ({ id, expiresAt: expiresAt! })) };
  await deleteToken(await app.sessionOf(user), deleted!.id);
  await app.database.query('UPDATE tokens SET revoked_at = $2 WHERE id = $1', [revoked!.id, madeAt]);
  await regenerateToken(await app.sessionOf(user), { tokenId: regenerated!.id, expiresInDays: 90 });

  const left = await stillToExpire(app.database.manager, order, expired!.expiresAt!);
  expect(left?.tokens.map(({ id }) => id)).toEqual([kept!.id]);
  expect(await stillToExpire(app.database.manager, order, kept!.expiresAt!)).toBeNull();
});

test('ML-3: who switched reminders off, or is suspended, gets none', async () => {
  const [off, suspended] = [await app.aPerson(), await app.aPerson()];
  const tokens = [await aTokenFor(off, 37 * DAY), await aTokenFor(suspended, 37 * DAY)];
  await app.as(
    off,
    'mutation { updateNotificationPreferences(input: { reminders: false }) { viewer { notificationPreferences { reminders } } } }',
  );
  await app.database.query('UPDATE users SET suspended_at = $2 WHERE id = $1', [suspended.id, madeAt]);
  app.now = after(30 * DAY);
  await run(app.now);
  expect(await noticesOf(...tokens)).toEqual([7, 7]);
  await vi.waitFor(
    async () =>
      expect(
        await app.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'send-mail'`),
      ).toEqual([]),
    10_000,
  );
  expect([await remindersTo(off), await remindersTo(suspended)]).toEqual([[], []]);
});

test('ML-3: hundreds of people take as many statements as one', async () => {
  const statementsFor = async (people: number) => {
    await app.database.query(
      `WITH names AS (INSERT INTO logins (login) SELECT 'many-' || $1 || '-' || number FROM generate_series(1, $1) number RETURNING login),
            address AS (SELECT login, login || '@example.test' AS email FROM names),
            made AS (INSERT INTO users (login, email, password_hash, created_at) SELECT login, email, '', now() FROM address RETURNING id, email),
            known AS (INSERT INTO email_addresses (user_id, address, created_at) SELECT id, email, now() FROM made)
       INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
       SELECT 'CLASSIC', id, 'one', decode(md5(gen_random_uuid()::text), 'hex'), '12345678', $2, $2, $3 FROM made`,
      [people, madeAt, after(50 * DAY)],
    );
    // On connections of its own, so that the statements of the mails that go out meanwhile are not counted in.
    const database = await connect({ url: app.databaseUrl, entities: [], migrations: [] });
    const counter = countStatements(database);
    await remindOfExpiry({ database, now: after(43 * DAY + people) });
    await database.destroy();
    return counter.statements.length;
  };
  expect(await statementsFor(900)).toBe(await statementsFor(1));
});
