import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { countOne, forgetCounts, limiterOf } from './rate-limit.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

test('counts are forgotten when their window is over, and not before', async () => {
  const limiter = limiterOf(app.database, { name: 'test', most: 1, seconds: 60 });
  const keys = async () => (await app.database.query('SELECT key FROM sign_in_attempts')).length;
  await countOne(limiter, 'one');
  await forgetCounts(app.database, new Date());
  await expect(countOne(limiter, 'one')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(await keys()).toBe(1);
  await forgetCounts(app.database, new Date(Date.now() + 61_000));
  expect(await keys()).toBe(0);
});
