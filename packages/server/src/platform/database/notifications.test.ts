import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { type Database, connect } from './database.ts';
import { type Notifications, notify, startListening } from './notifications.ts';

let own: TestDatabase;
let database: Database;
let notifications: Notifications;
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
  notifications = await startListening(own.url, ['changed', 'other'], pino({ level: 'silent' }));
});
afterAll(async () => {
  await notifications.stop();
  await database.destroy();
  await own.drop();
});

test('what a transaction tells is heard when it commits, and only then', async () => {
  const heard: unknown[] = [];
  const stop = notifications.on('changed', (payload) => heard.push(payload));
  await database
    .transaction(async (tx) => {
      await notify(tx, 'changed', { id: 1 });
      throw new Error('rolled back');
    })
    .catch(() => {});
  await database.transaction((tx) => notify(tx, 'changed', { id: 2 }));
  await vi.waitFor(() => expect(heard).toEqual([{ id: 2 }]), { timeout: 20_000 });

  stop();
  const other = Promise.withResolvers<unknown>();
  notifications.on('other', other.resolve);
  await database.transaction(async (tx) => {
    await notify(tx, 'changed', { id: 3 });
    await notify(tx, 'other', { id: 4 });
  });
  expect(await other.promise).toEqual({ id: 4 });
  expect(heard).toHaveLength(1);
});

test('it listens again after its connection was cut', async () => {
  const heard: unknown[] = [];
  notifications.on('changed', (payload) => heard.push(payload));
  const listeners = `SELECT pid FROM pg_stat_activity WHERE application_name = 'countersign listener' AND datname = current_database()`;
  const [before] = await database.query<{ pid: number }[]>(listeners);
  await database.query('SELECT pg_terminate_backend($1)', [before?.pid]);

  await vi.waitFor(
    async () => {
      await database.transaction((tx) => notify(tx, 'changed', { id: 5 }));
      expect(heard).toContainEqual({ id: 5 });
    },
    { timeout: 5_000 },
  );
});
