import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-cluster.ts';
import { connect, countStatements, type Database } from './database.ts';
import { prepared } from './prepared.ts';

let place: TestDatabase;
let database: Database;
const FIND = { name: 'find-login', text: 'SELECT login FROM logins WHERE login = $1' };

beforeAll(async () => {
  place = await createTestDatabase();
  database = await connect({ url: place.url, entities: [], migrations: [], poolSize: 1 });
});
afterAll(async () => {
  await database.destroy();
  await place.drop();
});

test('Postgres keeps the statement, and each run is counted', async () => {
  const counted = countStatements(database);
  await prepared(database.manager, FIND, ['nobody']);
  await prepared(database.manager, FIND, ['nobody']);
  counted.stop();
  expect(counted.statements).toEqual([FIND.text, FIND.text]);
  expect(await database.query('SELECT name FROM pg_prepared_statements')).toEqual([{ name: FIND.name }]);
});

test('it sees what its own transaction has written, and that alone', async () => {
  let within: object[] = [];
  const work = database.transaction(async (tx) => {
    await tx.query(`INSERT INTO logins VALUES ('nina')`);
    within = await prepared(tx, FIND, ['nina']);
    throw new Error('taken back');
  });
  await expect(work).rejects.toThrow('taken back');
  expect(within).toEqual([{ login: 'nina' }]);
  expect(await prepared(database.manager, FIND, ['nina'])).toEqual([]);
});

test('a column that a later version adds does not get in its way', async () => {
  await prepared(database.manager, FIND, ['nobody']);
  await database.query('ALTER TABLE logins ADD added_later text');
  expect(await prepared(database.manager, FIND, ['nobody'])).toEqual([]);
});
