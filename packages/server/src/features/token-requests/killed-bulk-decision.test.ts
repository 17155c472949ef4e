import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, type Database } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { processesGone } from '../../testing/processes-gone.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { TestDatabase } from '../../testing/test-cluster.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import { insertBulkDecision } from './bulk-decision.store.ts';
import { bulkDecisionJob } from './carry-on-bulk-decision.job.ts';

const TOTAL = 2_100;
/** When the process that decides is killed: a batch is some two dozen statements, and its COMMIT is the last of them. */
const MOMENTS = ['3', '7', '11', '14', '17', '20', 'COMMIT', 'done'];

type Decider = ChildProcessByStdio<Writable, null, null>;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
// Where the libraries are found from.
const outDir = path(`../../../node_modules/.deciding-process-${process.pid}`);
let own: TestDatabase;
let database: Database;
let bulkId: number;
beforeAll(async () => {
  await build({
    configFile: path('../../../vitest.config.ts'),
    logLevel: 'error',
    build: {
      ssr: path('../../testing/deciding-process.ts'),
      outDir,
      minify: false,
      rolldownOptions: { external: /^(?!@countersign\/|@oxc-project\/)[@a-z]/ },
    },
  });
  const app = await TestApp.open({ webhookAllowPrivate: true });
  const { owner, member, organization } = await app.aTeam();
  await aWebhook(app, owner, {
    organization: organization.login,
    url: 'http://127.0.0.1:9/',
    secret: 'a long enough secret',
  });
  await app.manyRequests(organization, member, TOTAL);
  const { viewer, now } = await app.sessionOf(owner);
  const bulk = { organizationId: organization.id, decision: 'APPROVED' as const, filter: {}, asOf: now, reason: null };
  ({ id: bulkId } = await insertBulkDecision(app.database.manager, {
    ...bulk,
    actor: viewer.actor,
    totalCount: TOTAL,
    createdAt: now,
  }));
  await app.jobsDone();
  own = await app.leave();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
  await rm(outDir, { recursive: true });
});

const aDecider = (): Decider =>
  spawn(process.execPath, [join(outDir, 'deciding-process.js')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, DATABASE_URL: own.url, NODE_COMPILE_CACHE: join(outDir, 'cache') },
  });

/** Of how many requests there is each trace of being decided, and how many traces there are. */
async function traces(): Promise<Record<string, [of: number, traces: number]>> {
  const [row] = await database.query(
    `SELECT (SELECT ARRAY[count(*), count(*)] FROM token_requests WHERE status = 'APPROVED') AS decided,
            (SELECT ARRAY[decided_count, decided_count] FROM bulk_decisions) AS counted,
            (SELECT ARRAY[count(DISTINCT token_id), count(*)] FROM token_grants) AS granted,
            (SELECT ARRAY[count(DISTINCT subject_id), count(*)] FROM audit_entries WHERE action = 'personal_access_token.request_approved') AS audited,
            (SELECT ARRAY[count(DISTINCT subject_id), count(*)] FROM audit_entries WHERE action = 'personal_access_token.access_granted') AS granting,
            (SELECT ARRAY[count(DISTINCT payload -> 'data' ->> 'tokenUrl'), count(*)] FROM graphile_worker._private_jobs AS job
               JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id WHERE task.identifier = 'send-mail') AS mailed,
            (SELECT ARRAY[count(*), count(*)] FROM webhook_deliveries WHERE action = 'approved') AS told`,
  );
  return row;
}
const each = (count: number) =>
  Object.fromEntries(
    ['decided', 'counted', 'granted', 'audited', 'granting', 'mailed', 'told'].map((name) => [name, [count, count]]),
  );

test(`RQ-6: of a decision in bulk whose process is killed ${MOMENTS.length} times each request is decided wholly or not at all, and in the end each once`, async () => {
  await addJobs(database.manager, [bulkDecisionJob(bulkId)]);
  // The next one loads while this one works.
  let next = aDecider();
  for (const moment of MOMENTS) {
    const decider = next;
    next = aDecider();
    decider.stdin.write(moment);
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    expect(await once(decider, 'exit')).toEqual([null, 'SIGKILL']);
    // oxlint-disable-next-line no-await-in-loop -- see above
    await processesGone(database);
    // oxlint-disable-next-line no-await-in-loop -- see above
    const found = await traces();
    const done = found['decided']![0];
    expect(found).toEqual(each(done));
  }
  next.stdin.write('never');
  await vi.waitFor(
    async () => expect(await database.query('SELECT status FROM bulk_decisions')).toEqual([{ status: 'DONE' }]),
    { timeout: 20_000, interval: 50 },
  );
  next.kill('SIGKILL');
  await once(next, 'exit');
  expect(await traces()).toEqual(each(TOTAL));
  expect(await database.query('SELECT failure_count AS failed FROM bulk_decisions')).toEqual([{ failed: 0 }]);
}, 90_000);
