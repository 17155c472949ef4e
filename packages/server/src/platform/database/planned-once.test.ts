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

test('it is planned once, counts as one statement, and leaves the connection as it was', async () => {
  const counted = countStatements(database);
  for (const login of ['nina', 'nobody', 'nina'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await plannedOnce(database.manager, FIND, [[login]])).toEqual(login === 'nina' ? [{ login }] : []);
  counted.stop();
  expect(counted.statements).toEqual([FIND.text, FIND.text, FIND.text]);
  expect(await plans()).toEqual([{ once: 3, anew: 0 }]);
  expect(await database.query('SHOW plan_cache_mode')).toEqual([{ plan_cache_mode: 'auto' }]);
});

test('one that fails is refused, and the next is run', async () => {
  const failing = { name: 'planned-nothing', text: 'SELECT 1 / $1::int AS number' };
  await expect(plannedOnce(database.manager, failing, [0])).rejects.toThrow('division by zero');
  expect(await plannedOnce(database.manager, FIND, [['nina']])).toEqual([{ login: 'nina' }]);
  expect(await database.query('SHOW plan_cache_mode')).toEqual([{ plan_cache_mode: 'auto' }]);
});

test('it sees what its own transaction has written', async () => {
  await database.transaction(async (tx) => {
    await tx.query(`INSERT INTO logins VALUES ('omar')`);
    expect(await plannedOnce(tx, FIND, [['omar']])).toEqual([{ login: 'omar' }]);
  });
});
