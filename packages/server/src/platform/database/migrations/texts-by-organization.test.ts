import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { TestApp } from '../../../testing/test-app.ts';
import type { TestDatabase } from '../../../testing/test-cluster.ts';
import { connect, type Database } from '../database.ts';
import { TextsByOrganization1763751600000 } from './1763751600000-texts-by-organization.ts';
import { GrantsByOrganization1763753400000 } from './1763753400000-grants-by-organization.ts';
import { FormerTextIndexes1763755200000 } from './1763755200000-former-text-indexes.ts';

let own: TestDatabase;
let database: Database;
let before: unknown;
beforeAll(async () => {
  const app = await TestApp.open();
  const { member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 6);
  own = await app.leave();
  database = await connect({ url: own.url, entities: [], migrations: [] });
  before = await indexes();
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

const indexes = () =>
  database.query(`SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'token_%' ORDER BY indexname, indexdef`);

const [texts, grants, former] = [
  new TextsByOrganization1763751600000(),
  new GrantsByOrganization1763753400000(),
  new FormerTextIndexes1763755200000(),
];
let migrating: QueryRunner;
let other: QueryRunner;
beforeEach(async () => {
  [migrating, other] = [database.createQueryRunner(), database.createQueryRunner()];
  await former.down(migrating);
  await grants.down(migrating);
  await texts.down(migrating);
  await other.startTransaction();
});
afterEach(() => Promise.all([migrating.release(), other.release()]));

/** As the migrations are run: each in a transaction of its own, but the one that cannot be. */
async function up(migration: MigrationInterface, meanwhile = async () => {}): Promise<void> {
  await migrating.startTransaction();
  await migration.up(migrating);
  await meanwhile();
  await migrating.commitTransaction();
}

test('down and up again the indexes are the same, and who reads meanwhile is not kept waiting', async () => {
  const read = () => other.query('SELECT FROM token_requests, token_grants LIMIT 1');
  await read();
  // Neither waits for the other: one that did would wait for ever.
  await up(texts, read);
  await up(grants, read);
  const dropped = former.up(migrating);
  await vi.waitFor(async () => {
    const waiting = await database.query(
      `SELECT FROM pg_stat_activity WHERE query LIKE 'DROP INDEX%' AND wait_event_type = 'Lock'`,
    );
    expect(waiting).toHaveLength(1);
  });
  await database.query('SELECT FROM token_requests, token_grants LIMIT 1');
  await other.commitTransaction();
  await dropped;
  expect(await indexes()).toEqual(before);
});

test('who has written grants, and goes on to requests while the indexes are made, is not in the way', async () => {
  await other.query('UPDATE token_grants SET search_text = search_text');
  let written: Promise<unknown> = Promise.resolve();
  await up(texts, async () => {
    written = other.query('UPDATE token_requests SET search_text = search_text');
  });
  await written;
  await other.commitTransaction();
  await up(grants);
  await former.up(migrating);
  expect(await indexes()).toEqual(before);
});
