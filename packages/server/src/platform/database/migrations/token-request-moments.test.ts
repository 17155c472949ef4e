import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../../testing/test-app.ts';
import type { TestDatabase } from '../../../testing/test-cluster.ts';
import { connect, type Database } from '../database.ts';
import { TokenRequestMoments1763748000000 } from './1763748000000-token-request-moments.ts';

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  const app = await TestApp.open();
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 6);
  await app.decideAll(owner, organization, 'APPROVED');
  await app.manyRequests(organization, member, 6);
  own = await app.leave();
  database = await connect({ url: own.url, entities: [], migrations: [] });
  await database.query(`UPDATE tokens SET last_used_at = '2026-01-01', expires_at = NULL WHERE id % 3 = 0`);
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

const moments = () => database.query('SELECT * FROM token_request_moments ORDER BY request_id');
const indexes = () =>
  database.query(`SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'token_%' ORDER BY indexname, indexdef`);
/** Resolves once somebody waits for a lock of a table. */
const somebodyWaits = async () => {
  for (let waiting = 0; waiting === 0;) {
    // oxlint-disable-next-line no-await-in-loop -- asked until it is so
    const [row] = await database.query(
      `SELECT count(*) AS waiting FROM pg_locks JOIN pg_database ON oid = database AND datname = current_database() WHERE NOT granted`,
    );
    ({ waiting } = row);
  }
};

test('what triggers have kept is what the migration makes of the requests that there are; down and up again nothing is lost', async () => {
  const migration = new TokenRequestMoments1763748000000();
  const runner = database.createQueryRunner();
  const before = [await moments(), await indexes()];
  expect(before[0]).toHaveLength(12);
  for (let times = 0; times < 2; times++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await migration.down(runner);
    // oxlint-disable-next-line no-await-in-loop -- see above
    expect(await database.query(`SELECT to_regclass('token_request_moments') AS there`)).toEqual([{ there: null }]);
    // Without it requests go on being written.
    // oxlint-disable-next-line no-await-in-loop -- see above
    await database.query(`UPDATE token_requests SET search_text = 'x'`);
    // oxlint-disable-next-line no-await-in-loop -- see above
    await migration.up(runner);
    // oxlint-disable-next-line no-await-in-loop -- see above
    expect([await moments(), await indexes()]).toEqual(before);
  }
  await runner.release();
});

test('who is at work on a token and then on its requests is waited for, and neither fails', async () => {
  const migration = new TokenRequestMoments1763748000000();
  const [atWork, migrating] = [database.createQueryRunner(), database.createQueryRunner()];
  await migration.down(migrating);
  await atWork.startTransaction();
  await atWork.query(`UPDATE tokens SET name = name`);
  await migrating.startTransaction();
  const migrated = migration.up(migrating);
  await somebodyWaits();
  await atWork.query(`UPDATE token_requests SET search_text = 'y'`);
  await atWork.commitTransaction();
  await migrated;
  await migrating.commitTransaction();
  await Promise.all([atWork.release(), migrating.release()]);
  expect(await moments()).toHaveLength(12);
});
