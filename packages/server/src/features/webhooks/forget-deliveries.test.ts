import { afterAll, beforeAll, expect, test } from 'vitest';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { TestApp } from '../../testing/test-app.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import { forgetDeliveries } from './forget-deliveries.job.ts';
import { deliveryJob } from './tell-webhooks.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open({ webhookAllowPrivate: true });
});
afterAll(() => app.close());

const DAY = 24 * 60 * 60 * 1000;

test('deliveries and their log are deleted after thirty days, however many, and the jobs given up with them', async () => {
  const { owner, organization } = await app.aTeam();
  const url = 'http://127.0.0.1:9/';
  const { id } = await aWebhook(app, owner, { organization: organization.login, url, isActive: false });
  const now = new Date();
  const make = (count: number, age: number) =>
    app.database.query(
      `WITH made AS (
         INSERT INTO webhook_deliveries (webhook_id, guid, event, state, created_at)
         SELECT $1, gen_random_uuid(), 'ping', 'FAILED', $2 FROM generate_series(1, $3) RETURNING id)
       INSERT INTO webhook_attempts (delivery_id, started_at, duration_ms, request_headers) SELECT id, now(), 1, '{}' FROM made`,
      [id, new Date(now.getTime() - age), count],
    );
  await make(1500, 30 * DAY + 1000);
  await make(2, 30 * DAY - 60_000);
  // Nobody does it before it is looked for: it is due far in the future.
  await addJobs(
    app.database.manager,
    [1, 2].map((delivery) => ({
      ...deliveryJob({ id: delivery, webhookId: id, ownerOrganizationId: null }),
      runAt: new Date('2100-01-01'),
    })),
  );
  await app.database.query(
    `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, created_at = created_at - interval '31 days' WHERE key = 'webhook delivery 1'`,
  );

  const [held] = await app.database.query('SELECT min(id) AS id FROM webhook_deliveries');
  await app.database.transaction(async (tx) => {
    await tx.query('SELECT 1 FROM webhook_deliveries WHERE id = $1 FOR UPDATE', [held.id]);
    // Nobody who deletes the same, as with their webhook, is waited for.
    await forgetDeliveries({ database: app.database, now });
  });

  const count = async (text: string): Promise<number> =>
    (await app.database.query(`SELECT count(*)::int AS count FROM ${text}`))[0].count;
  expect(await count('webhook_deliveries')).toBe(3);
  await forgetDeliveries({ database: app.database, now });
  expect(await count('webhook_deliveries')).toBe(2);
  expect(await count('webhook_attempts')).toBe(2);
  const jobs = await app.database.query(
    `SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'deliver-webhook'`,
  );
  expect(jobs).toEqual([{ key: 'webhook delivery 2' }]);
});
