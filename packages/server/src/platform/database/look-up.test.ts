import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-cluster.ts';
import { connect, countStatements, type Database } from './database.ts';
import { lookUp } from './look-up.ts';

let place: TestDatabase;
let database: Database;
const FIND = { name: 'look-up-login', text: 'SELECT login, pg_backend_pid() AS pid FROM logins WHERE login = $1' };
const FAIL = { name: 'look-up-nothing', text: 'SELECT 1 / $1::int AS number' };
type Found = { login: string; pid: number };

beforeAll(async () => {
  place = await createTestDatabase();
  database = await connect({ url: place.url, entities: [], migrations: [], poolSize: 3 });
  await database.query(`INSERT INTO logins SELECT 'login-' || n FROM generate_series(1, 30) n`);
});
afterAll(async () => {
  await database.destroy();
  await place.drop();
});

const find = (number: number) => lookUp<Found>(database.manager, FIND, [`login-${number}`]);

test('what is looked up in one turn goes over few connections, each has its own answer, and each is counted', async () => {
  const counted = countStatements(database);
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  const found = (await Promise.all(numbers.map(find))).flat();
  counted.stop();
  expect(found.map(({ login }) => login)).toEqual(numbers.map((number) => `login-${number}`));
  expect(counted.statements).toHaveLength(20);
  expect(new Set(found.map(({ pid }) => pid)).size).toBe(3);
  expect(new Set(found.slice(0, 8).map(({ pid }) => pid)).size).toBe(1);
});

test('one that fails fails alone', async () => {
  const all = [find(1), lookUp(database.manager, FAIL, [0]), find(2)];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('one whose values cannot be written fails alone, and its connection is let go once', async () => {
  const unwritable = {
    toPostgres: () => {
      throw new Error('unwritable');
    },
  };
  const all = () => Promise.allSettled([find(1), lookUp(database.manager, FAIL, [unwritable]), find(2)]);
  // More often than there are connections: each time another.
  for (let times = 0; times < 5; times++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await all()).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await find(3)).toMatchObject([{ login: 'login-3' }]);
});

test('a connection is ordinary again afterwards: in a transaction what failed keeps the rest from being done', async () => {
  const one = await connect({ url: place.url, entities: [], migrations: [], poolSize: 1 });
  await Promise.all([lookUp(one.manager, FIND, ['login-1']), lookUp(one.manager, FIND, ['login-2'])]);
  const work = one.transaction(async (tx) => {
    await tx.query(`INSERT INTO logins VALUES ('never')`);
    await tx.query('SELECT 1 / 0');
  });
  await expect(work).rejects.toThrow('division by zero');
  expect(await lookUp(one.manager, FIND, ['never'])).toEqual([]);
  await one.destroy();
});

test('it sees what its own transaction has written, and that alone', async () => {
  let within: object[] = [];
  const work = database.transaction(async (tx) => {
    await tx.query(`INSERT INTO logins VALUES ('nina')`);
    within = await lookUp(tx, FIND, ['nina']);
    throw new Error('taken back');
  });
  await expect(work).rejects.toThrow('taken back');
  expect(within).toMatchObject([{ login: 'nina' }]);
  expect(await lookUp(database.manager, FIND, ['nina'])).toEqual([]);
});

test('connections that the server closes under a batch refuse all of it, and the next finds others', async () => {
  const [{ pid }] = (await find(1)) as [Found];
  const all = [
    find(1),
    lookUp(
      database.manager,
      { name: 'look-up-end', text: 'SELECT pg_terminate_backend(pg_backend_pid()) AS ended, $1::int' },
      [pid],
    ),
    find(2),
  ];
  const settled = await Promise.allSettled(all);
  expect(settled.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(2);
  expect(await find(3)).toMatchObject([{ login: 'login-3' }]);
});
