import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-cluster.ts';
import { connect, countStatements, type Database } from './database.ts';
import { plannedOnce } from './planned-once.ts';

let place: TestDatabase;
let database: Database;
// Of one value Postgres would plan it anew, as it knows how few that are.
const FIND = { name: 'planned-logins', text: 'SELECT login FROM logins WHERE login = ANY($1::text[])' };
const plans = () =>
  database.query('SELECT generic_plans::int AS once, custom_plans::int AS anew FROM pg_prepared_statements');

beforeAll(async () => {
  place = await createTestDatabase();
  database = await connect({ url: place.url, entities: [], migrations: [], poolSize: 1 });
  await database.query(`INSERT INTO logins VALUES ('nina')`);
});
afterAll(async () => {
  await database.destroy();
  await place.drop();
});

test('after the five runs in which Postgres tries, the plan is kept; each counts as one statement', async () => {
  const counted = countStatements(database);
  for (let run = 0; run < 9; run++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await plannedOnce(database.manager, FIND, [[run % 2 ? 'nobody' : 'nina']])).toEqual(
      run % 2 ? [] : [{ login: 'nina' }],
    );
  counted.stop();
  expect(counted.statements).toHaveLength(9);
  expect(await plans()).toEqual([{ once: 4, anew: 5 }]);
});

test('a value that says nothing of its type has the one that is told, or is a text', async () => {
  const statement = {
    name: 'planned-types',
    text: 'SELECT $1 + 1 AS number, $2 AS text, $3::date + 1 AS day',
    types: { $1: 'bigint' },
  };
  expect(await plannedOnce(database.manager, statement, [41, '7', '2026-11-21'])).toEqual([
    { number: 42, text: '7', day: new Date(2026, 10, 22) },
  ]);
});

test('one that fails is refused, and the next is run', async () => {
  const failing = { name: 'planned-nothing', text: 'SELECT 1 / $1::int AS number' };
  await expect(plannedOnce(database.manager, failing, [0])).rejects.toThrow('division by zero');
  expect(await plannedOnce(database.manager, FIND, [['nina']])).toEqual([{ login: 'nina' }]);
});

test('it sees what its own transaction has written', async () => {
  await database.transaction(async (tx) => {
    await tx.query(`INSERT INTO logins VALUES ('omar')`);
    expect(await plannedOnce(tx, FIND, [['omar']])).toEqual([{ login: 'omar' }]);
  });
});
