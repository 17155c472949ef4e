import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import {
  type Database,
  connect,
  countStatements,
  isUnavailable,
  pendingMigrations,
  requireMigrated,
  runMigrations,
} from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

class AddBoxes1700000000001 implements MigrationInterface {
  name = 'AddBoxes1700000000001';
  up = (runner: QueryRunner) => runner.query('CREATE TABLE boxes (id bigint PRIMARY KEY)');
  down = (runner: QueryRunner) => runner.query('DROP TABLE boxes');
}

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [AddBoxes1700000000001] });
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

test('an older database is refused by name of what it lacks, and two processes that migrate at once both succeed', async () => {
  expect(await pendingMigrations(database)).toEqual(['AddBoxes1700000000001']);
  await expect(requireMigrated(database)).rejects.toThrow(/older .*AddBoxes1700000000001.*countersign migrate/);
  const other = await connect({ url: own.url, entities: [], migrations: [AddBoxes1700000000001] });

  await Promise.all([runMigrations(database), runMigrations(other)]);

  await other.destroy();
  expect(await pendingMigrations(database)).toEqual([]);
  await requireMigrated(database);
});

test('a machine that vanishes within a transaction holds its locks for a minute at most', async () => {
  expect(await database.query('SHOW idle_in_transaction_session_timeout')).toEqual([
    { idle_in_transaction_session_timeout: '1min' },
  ]);
});

test.each([
  ['2026-11-21 13:50:14.053+00', '2026-11-21T13:50:14.053Z'],
  ['2026-11-21 13:50:14.1+00', '2026-11-21T13:50:14.100Z'],
  ['2024-02-29 23:59:59+00', '2024-02-29T23:59:59.000Z'],
  ['2026-11-21 13:50:14.999999+00', '2026-11-21T13:50:14.999Z'],
  ['1969-12-31 23:59:59.999+00', '1969-12-31T23:59:59.999Z'],
  ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00.000Z'],
])('the moment %s is read to the millisecond, wherever the session is', async (text, moment) => {
  const read = () => database.query('SELECT $1::timestamptz AS moment', [text]);
  expect(await read()).toEqual([{ moment: new Date(moment) }]);
  await database.transaction(async (tx) => {
    await tx.query(`SET LOCAL timezone = 'Asia/Seoul'`);
    expect(await tx.query('SELECT $1::timestamptz AS moment', [text])).toEqual([{ moment: new Date(moment) }]);
  });
});

test('a moment that never comes is infinity', async () =>
  expect(await database.query(`SELECT 'infinity'::timestamptz AS moment`)).toEqual([{ moment: Infinity }]));

test('bigints and counts come as numbers', async () => {
  expect(
    await database.query(
      `SELECT 9007199254740991::bigint AS id, ARRAY[1, 2]::bigint[] AS ids, count(*) FROM generate_series(1, 3)`,
    ),
  ).toEqual([{ id: 9_007_199_254_740_991, ids: [1, 2], count: 3 }]);
});

test('every statement is counted, those of the transaction too', async () => {
  const counter = countStatements(database);
  await database.transaction(async (tx) => {
    await tx.query('SELECT 1');
  });
  counter.stop();
  await database.query('SELECT 2');
  expect(counter.statements).toEqual(['START TRANSACTION', 'SELECT 1', 'COMMIT']);
});

test('a bad statement does not look like a database that is away', async () => {
  const error = await database.query('SELECT nonsense').catch((caught: unknown) => caught);
  expect(isUnavailable(error)).toBe(false);
  expect(isUnavailable(new Error('no'))).toBe(false);
});

test('a database that stops and comes back: unavailable meanwhile, and well again without a new connection', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-database-'));
  const first = await startEmbeddedPostgres({ dataDir, fast: true });
  const port = Number(new URL(first.url).port);
  const onIt = await connect({ url: first.url, entities: [], migrations: [] });
  const interrupted = onIt.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
  await vi.waitFor(async () =>
    expect(await onIt.query(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`)).toHaveLength(1),
  );

  await first.stop();
  expect(isUnavailable(await interrupted)).toBe(true);
  expect(isUnavailable(await onIt.query('SELECT 1').catch((error: unknown) => error))).toBe(true);
  expect(isUnavailable(await onIt.transaction((tx) => tx.query('SELECT 1')).catch((error: unknown) => error))).toBe(
    true,
  );
  await expect(connect({ url: first.url, entities: [], migrations: [] })).rejects.toSatisfy(isUnavailable);

  const second = await startEmbeddedPostgres({ dataDir, port, fast: true });
  expect(await onIt.query('SELECT 1 AS well')).toEqual([{ well: 1 }]);
  await onIt.destroy();
  await second.stop();
  await rm(dataDir, { recursive: true });
});
