import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../../testing/test-app.ts';
import type { TestDatabase } from '../../../testing/test-cluster.ts';
import { connect, type Database } from '../database.ts';
import { TextsByOrganization1763751600000 } from './1763751600000-texts-by-organization.ts';
import { FormerTextIndexes1763755200000 } from './1763755200000-former-text-indexes.ts';

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  const app = await TestApp.open();
  const { member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 6);
  own = await app.leave();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

const indexes = () =>
  database.query(`SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'token_%' ORDER BY indexname, indexdef`);

test('down and up again the indexes are the same, and who reads meanwhile is not kept waiting', async () => {
  const [texts, former] = [new TextsByOrganization1763751600000(), new FormerTextIndexes1763755200000()];
  const [migrating, reading] = [database.createQueryRunner(), database.createQueryRunner()];
  const before = await indexes();
  await former.down(migrating);
  await texts.down(migrating);
  expect(await indexes()).not.toEqual(before);

  await reading.startTransaction();
  await reading.query('SELECT FROM token_requests LIMIT 1');
  await migrating.startTransaction();
  // Neither waits for the other: one that did would wait for ever.
  await texts.up(migrating);
  await reading.query('SELECT FROM token_requests LIMIT 1');
  await migrating.commitTransaction();
  await reading.commitTransaction();
  await former.up(migrating);
  expect(await indexes()).toEqual(before);
  await Promise.all([migrating.release(), reading.release()]);
});
