import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { type Database, connect, countStatements } from '../database/database.ts';
import { registry } from '../telemetry/metrics.ts';
import { addJobs } from './add-jobs.ts';
import { type JobRunner, type JobRunnerOptions, type Task, startJobRunner } from './job-runner.ts';
import { startLifeLine } from './life-line.ts';
import { sweepJobs } from './sweep-jobs.job.ts';

const log = pino({ level: 'silent' });
const soon = { timeout: 10_000 };
let own: TestDatabase;
let database: Database;
const runners: JobRunner[] = [];
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await database.query('DELETE FROM graphile_worker._private_jobs');
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

async function aRunner(tasks: Record<string, Task>, options: Partial<JobRunnerOptions> = {}) {
  const runner = await startJobRunner({ url: own.url, tasks, log, ...options });
  runners.push(runner);
  return runner;
}

/** A process with a runner for these tasks, written out. */
function aProcess(tasks: string) {
  const module = new URL('./job-runner.ts', import.meta.url).href;
  const script = `
    const { startJobRunner } = await import(${JSON.stringify(module)});
    const silent = new Proxy({}, { get: () => () => {} });
    await startJobRunner({ url: ${JSON.stringify(own.url)}, log: silent, tasks: { ${tasks} } });`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Postgres has seen that those who were killed are gone. */
const gone = () =>
  vi.waitFor(
    async () =>
      expect(
        await database.query(
          `SELECT FROM pg_stat_activity WHERE application_name = 'countersign life line' AND datname = current_database()`,
        ),
      ).toEqual([]),
    soon,
  );

const queued = () =>
  database.query<{ task: string; attempts: number }[]>(
    'SELECT task_identifier AS task, attempts FROM graphile_worker.jobs ORDER BY id',
  );

test('any number of jobs is one statement, none is none', async () => {
  const counter = countStatements(database);
  await addJobs(database.manager, []);
  expect(counter.statements).toHaveLength(0);
  await addJobs(
    database.manager,
    Array.from({ length: 1_000 }, (_, number) => ({ task: 'count', payload: { number } })),
  );
  counter.stop();
  expect(counter.statements).toHaveLength(1);
  expect(await queued()).toHaveLength(1_000);
});

test('of jobs with one key the last counts', async () => {
  await addJobs(
    database.manager,
    [1, 2].map((number) => ({ task: 'count', payload: { number }, jobKey: 'one' })),
  );
  await addJobs(database.manager, [
    { task: 'count', payload: { number: 3 }, jobKey: 'one', runAt: new Date('2100-01-01') },
  ]);
  expect(await queued()).toHaveLength(1);
});

test('jobs of a transaction that is rolled back are never done, those of one that commits are done at once', async () => {
  const done: unknown[] = [];
  await aRunner({ count: async (payload) => void done.push(payload) });
  await database
    .transaction(async (tx) => {
      await addJobs(tx, [{ task: 'count', payload: { number: 1 } }]);
      throw new Error('rolled back');
    })
    .catch(() => {});
  await database.transaction((tx) => addJobs(tx, [{ task: 'count', payload: { number: 2 } }]));
  await vi.waitFor(() => expect(done).toEqual([{ number: 2 }]), soon);
});

test('a job that fails is kept for another try, and counted', async () => {
  await aRunner({
    fail: async () => {
      throw new Error('not today');
    },
  });
  await addJobs(database.manager, [{ task: 'fail', payload: {} }]);
  await vi.waitFor(async () => expect(await queued()).toEqual([{ task: 'fail', attempts: 1 }]), soon);
  await vi.waitFor(
    async () => expect(await registry.metrics()).toContain('countersign_jobs_total{task="fail",outcome="failed"} 1'),
    soon,
  );
});

test('a task is told which try is the last', async () => {
  const tries: boolean[] = [];
  await aRunner({ fail: async (_, { isLast }) => Promise.reject(new Error(`${tries.push(isLast)}`)) });
  await addJobs(database.manager, [
    { task: 'fail', payload: {}, maxAttempts: 2, jobKey: 'first' },
    { task: 'fail', payload: {}, maxAttempts: 1, priority: 1 },
  ]);
  await vi.waitFor(
    () => expect(tries.toSorted((one, other) => Number(one) - Number(other))).toEqual([false, true, true]),
    soon,
  );
});

test('of jobs with one flag so many run at a time as may, and the others keep the workers', async () => {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const wait = (payload: unknown) => {
    const { flag } = payload as { flag: string };
    begun.push(flag);
    return flag === 'slow' ? new Promise<void>((resolve) => void waiting.push(resolve)) : Promise.resolve();
  };
  await aRunner({ wait }, { concurrency: 3 });
  const jobs = (flag: string, count: number) =>
    Array.from({ length: count }, () => ({ task: 'wait', payload: { flag }, flags: [flag] }));
  await addJobs(database.manager, [...jobs('slow', 3), ...jobs('quick', 20)]);
  const times = (flag: string) => begun.filter((one) => one === flag).length;
  await vi.waitFor(() => expect(times('quick')).toBe(20), soon);
  expect(times('slow')).toBe(1);
  for (const more of [2, 3]) {
    waiting.pop()!();
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await vi.waitFor(() => expect(times('slow')).toBe(more), soon);
  }
  waiting.pop()!();
});

test('of jobs with several flags each flag has its own limit', async () => {
  const begun: number[] = [];
  const waiting: (() => void)[] = [];
  const wait = (payload: unknown) => {
    begun.push((payload as { number: number }).number);
    return new Promise<void>((resolve) => void waiting.push(resolve));
  };
  await aRunner({ wait }, { concurrency: 5, mostOf: (flag) => (flag === 'all' ? 2 : 1) });
  await addJobs(
    database.manager,
    [1, 1, 2, 3].map((number) => ({ task: 'wait', payload: { number }, flags: [`one ${number}`, 'all'] })),
  );
  await addJobs(database.manager, [{ task: 'wait', payload: { number: 4 }, flags: ['one 4'] }]);
  await vi.waitFor(() => expect(begun).toHaveLength(3), soon);
  expect(new Set(begun).size).toBe(3);
  expect(begun).toContain(4);
  while (waiting.length > 0 || begun.length < 5) {
    waiting.pop()?.();
    // oxlint-disable-next-line no-await-in-loop -- each makes room for the next
    await vi.waitFor(() => expect(begun.length === 5 || waiting.length > 0).toBe(true), soon);
  }
});

test('the job of a process that was killed is taken up by the next runner at once', async () => {
  const child = aProcess(`hang: () => { console.log('begun'); return new Promise(() => {}); }`);
  await addJobs(database.manager, [{ task: 'hang', payload: { number: 1 } }]);
  await once(createInterface(child.stdout), 'line');

  // While that process lives, its job is its own.
  const other = await startLifeLine(own.url, log);
  expect(await other.rescue()).toEqual([]);
  await other.stop();

  child.kill('SIGKILL');
  await once(child, 'exit');
  await gone();
  const done: unknown[] = [];
  await aRunner({ hang: async (payload) => void done.push(payload) });
  await vi.waitFor(() => expect(done).toEqual([{ number: 1 }]), soon);
});

test('a job that kills its process each time is given up when its tries are used up, and the others are done', async () => {
  const jobs = ['kill', 'count'].map((task) => ({ task, payload: {}, maxAttempts: 3 }));
  await addJobs(database.manager, jobs.slice(0, 1));
  for (let tries = 1; tries <= 3; tries++) {
    const child = aProcess(`kill: async () => process.kill(process.pid, 'SIGKILL')`);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await gone();
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await queued()).toEqual([{ task: 'kill', attempts: tries }]);
  }
  const done: string[] = [];
  await aRunner({ kill: async () => void done.push('kill'), count: async () => void done.push('count') });
  await addJobs(database.manager, jobs.slice(1));
  await vi.waitFor(async () => expect(await queued()).toEqual([{ task: 'kill', attempts: 3 }]), soon);
  expect(done).toEqual(['count']);
  expect(await registry.metrics()).toContain('countersign_jobs_queued{task="kill",state="given_up"} 1');

  // As docs/operations.md tells operators to have it done after all.
  const [{ id }] = await database.query('SELECT id FROM graphile_worker.jobs');
  await database.query('SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], run_at => now(), attempts => 0)', [
    id,
  ]);
  await database.query('NOTIFY "jobs:insert"');
  await vi.waitFor(() => expect(done).toEqual(['count', 'kill']), soon);
});

test.each([
  [1, 0],
  [3, 0],
  [5, 2.5],
  [25, 2.5],
])('a job whose process died in its try %i waits for at least %i seconds', async (attempts, least) => {
  await addJobs(database.manager, [{ task: 'count', payload: {} }]);
  const before = Date.now();
  await database.query(
    `UPDATE graphile_worker._private_jobs SET attempts = $1, locked_by = 'pool-dead', locked_at = now()`,
    [attempts],
  );
  const lifeLine = await startLifeLine(own.url, log);
  expect(await lifeLine.rescue()).toEqual(['pool-dead']);
  await lifeLine.stop();
  const [job] = await database.query(
    'SELECT run_at AS at, attempts, locked_by AS by FROM graphile_worker._private_jobs',
  );
  expect(job).toMatchObject({ attempts, by: null });
  const waits = (job.at.getTime() - before) / 1000;
  expect(waits).toBeGreaterThanOrEqual(least);
  // What the look itself takes comes on top.
  expect(waits).toBeLessThan(2 * least + 60);
});

test('what was given up is to be seen for thirty days and then swept, in one statement; what is still tried stays', async () => {
  await addJobs(
    database.manager,
    ['given up', 'given up too', 'failed', 'locked', 'waiting'].map((task) => ({ task, payload: {} })),
  );
  await database.query(
    `UPDATE graphile_worker._private_jobs job SET attempts = new.attempts, locked_at = new.locked, locked_by = new.by, run_at = '2026-05-01T00:00:00Z'
       FROM (VALUES ('given up', 25, NULL, NULL), ('given up too', 25, NULL, NULL), ('failed', 24, NULL, NULL), ('locked', 25, now(), 'somebody')) AS new(task, attempts, locked, by)
       JOIN graphile_worker._private_tasks task ON task.identifier = new.task WHERE job.task_id = task.id`,
  );
  const shown = () => registry.metrics();
  const sweep = (at: string) => sweepJobs({ database, now: new Date(at) });
  await aRunner({});

  await sweep('2026-05-31T00:00:00.000Z');
  expect(await queued()).toHaveLength(5);
  expect(await shown()).toContain('countersign_jobs_queued{task="given up",state="given_up"} 1');

  const counter = countStatements(database);
  await sweep('2026-05-31T00:00:00.001Z');
  counter.stop();
  expect(counter.statements).toHaveLength(1);
  expect((await queued()).map(({ task }) => task).toSorted()).toEqual(['failed', 'locked', 'waiting']);
  expect(await shown()).not.toContain('state="given_up"');
});

test('what a runner left that ended by itself is taken up by the one that is started after it, in the same process', async () => {
  await addJobs(database.manager, [{ task: 'count', payload: {} }]);
  const hold = (runner: string) =>
    database.query('UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now(), attempts = 1', [
      runner,
    ]);
  const lifeLine = await startLifeLine(own.url, log);
  const other = await startLifeLine(own.url, log);
  await lifeLine.hold('pool-one');
  await hold('pool-one');
  expect([await lifeLine.rescue(), await other.rescue()]).toEqual([[], []]);
  await lifeLine.hold('pool-two');
  expect(await lifeLine.rescue()).toEqual(['pool-one']);
  await hold('pool-one');
  expect(await other.rescue()).toEqual(['pool-one']);
  await hold('pool-two');
  expect([await lifeLine.rescue(), await other.rescue()]).toEqual([[], []]);
  await Promise.all([lifeLine.stop(), other.stop()]);
});

test('a runner whose connections were all cut goes on', async () => {
  const done: unknown[] = [];
  const runner = await aRunner({ count: async (payload) => void done.push(payload) });
  await database.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await addJobs(database.manager, [{ task: 'count', payload: { number: 1 } }]);
  await vi.waitFor(() => expect(done).toContainEqual({ number: 1 }), soon);
  await vi.waitFor(() => expect(runner.isRunning()).toBe(true), soon);
});
