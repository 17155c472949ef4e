import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-cluster.ts';
import { connect, type Database } from '../database.ts';
import { EmailAddresses1763730000000 } from './1763730000000-email-addresses.ts';

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

const PEOPLE = `
  INSERT INTO logins VALUES ('early'), ('late'), ('never'), ('other');
  INSERT INTO users (login, email, email_verified_at, password_hash, created_at) VALUES
    ('late', 'Same@example.test', '2026-02-02', '', '2026-01-01'),
    ('early', 'same@example.test', '2026-01-02', '', '2026-01-01'),
    ('never', 'SAME@example.test', NULL, '', '2026-01-01'),
    ('other', 'other@example.test', '2026-01-03', '', '2026-01-01')`;

test('each person keeps their address; one that several had verified stays verified for whoever was first; down and up again change nothing', async () => {
  const migration = new EmailAddresses1763730000000();
  const runner = database.createQueryRunner();
  const addresses = () =>
    runner.query(
      `SELECT login, email = address AS "isPrimary", address, verified_at::date::text AS "verifiedAt"
         FROM users JOIN email_addresses ON user_id = users.id ORDER BY login`,
    );
  await migration.down(runner);
  await runner.query(PEOPLE);
  await migration.up(runner);
  const carried = await addresses();
  await migration.down(runner);
  await migration.up(runner);
  const again = await addresses();
  await runner.release();

  expect(carried).toEqual([
    { login: 'early', isPrimary: true, address: 'same@example.test', verifiedAt: '2026-01-02' },
    { login: 'late', isPrimary: true, address: 'Same@example.test', verifiedAt: null },
    { login: 'never', isPrimary: true, address: 'SAME@example.test', verifiedAt: null },
    { login: 'other', isPrimary: true, address: 'other@example.test', verifiedAt: '2026-01-03' },
  ]);
  expect(again).toEqual(carried);
});
