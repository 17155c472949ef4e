import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-cluster.ts';
import { connect, type Database } from './database.ts';
import { lookUp } from './look-up.ts';
import { sendAtOnce } from './send-at-once.ts';

let place: TestDatabase;
let database: Database;
beforeAll(async () => {
  place = await createTestDatabase();
  database = await connect({ url: place.url, entities: [], migrations: [], poolSize: 1 });
});
afterAll(async () => {
  await database.destroy();
  await place.drop();
});

class Thing {
  id: number;
  name: string | null;
}
const THINGS = 'unnest($1::bigint[], $2::text[]) AS thing(id, name)';
const FIND = { name: 'things', text: `SELECT id, name FROM ${THINGS} ORDER BY id`, Row: Thing };

test('rows are made as what the statement says, with what is not there as null, in a transaction as well', async () => {
  const values = [
    [2, 1],
    ['"quoted", {and} \\', null],
  ];
  const expected = [
    { id: 1, name: null },
    { id: 2, name: '"quoted", {and} \\' },
  ];
  const found = await lookUp(database.manager, FIND, values);
  expect(found).toEqual(expected);
  expect(found.every((row) => row instanceof Thing)).toBe(true);
  const within = await database.transaction((tx) => lookUp(tx, FIND, values));
  expect(within).toEqual(expected);
  expect(within.every((row) => row instanceof Thing)).toBe(true);
  expect(await lookUp(database.manager, FIND, [[], []])).toEqual([]);
});

test('every type is read as the driver reads it', async () => {
  const types = `SELECT $1::bigint AS big, ARRAY[$1::bigint] AS bigs, timestamptz '2026-11-21 10:00:00.05+01' AS moment, 'x'::bytea AS bytes,
    '{"a": [1]}'::jsonb AS json, true AS yes, 1.5::numeric AS exact, NULL::date AS nothing`;
  const [row] = await lookUp(database.manager, { name: 'types', text: types }, [7]);
  const [usual] = await database.query<object[]>(types, [7]);
  expect(row).toEqual(usual);
});

test('a statement whose columns have changed is read by those that it has', async () => {
  const of = (column: string) => ({ name: 'changing', text: `SELECT $1::${column} AS it` });
  expect(await lookUp(database.manager, of('text'), ['5'])).toEqual([{ it: '5' }]);
  const other = await connect({ url: place.url, entities: [], migrations: [] });
  expect(await lookUp(other.manager, of('int'), ['5'])).toEqual([{ it: 5 }]);
  await other.destroy();
});

test('a row that cannot be read fails its statement alone, and its connection is not used again', async () => {
  const unreadable = (text: string) => {
    if (text === '2') throw new Error('unreadable');
    return text;
  };
  const pool = new Pool({ connectionString: place.url, max: 1, types: { getTypeParser: () => unreadable } });
  const ask = (value: number) =>
    new Promise<object[]>((resolve, reject) => {
      const text = 'SELECT $1::text AS number, pg_backend_pid() AS pid';
      sendAtOnce(pool, [{ query: { name: `number-${value}`, text, values: [value] }, resolve, reject }]);
    });
  const [first] = await ask(1);
  await expect(ask(2)).rejects.toThrow('unreadable');
  const [third] = await ask(3);
  expect(third).toMatchObject({ number: '3' });
  expect(third).not.toMatchObject({ pid: (first as { pid: string }).pid });
  await pool.end();
});
