import { EventEmitter } from 'node:events';
import {
  type CronItem,
  type JobHelpers,
  Logger,
  type Runner,
  type RunnerOptions,
  type WorkerEvents,
  parseCronItems,
  run,
} from 'graphile-worker';
import { Pool } from 'pg';
import type { Log } from '../telemetry/log.ts';
import { type JobsByState, jobsFinished, jobsInQueue } from '../telemetry/metrics.ts';
import { fairShare } from './fair-share.ts';
import { type LifeLine, startLifeLine } from './life-line.ts';

const RESCUE_EVERY = 20_000;
const RESTART_AFTER = 2_000;

export type Task = (payload: unknown, attempt: { isLast: boolean }) => Promise<void>;

/** Thrown by a task for what no further try can mend: the job stays, for people to see, and is not tried again. */
export class GivenUp extends Error {}

export type JobRunnerOptions = {
  url: string;
  tasks: Record<string, Task>;
  /** What is queued by the clock (UTC), once for each time whatever number of processes run. */
  cron?: CronItem[];
  log: Log;
  concurrency?: number;
  /** Of the jobs with that flag at most so many run in this process at a time; default 1. */
  mostOf?: (flag: string) => number;
};

export type JobRunner = {
  isRunning(): boolean;
  /** Waits for the jobs that are being done. */
  stop(): Promise<void>;
};

/**
 * Does the queued jobs, each at least once, woken by NOTIFY. One that throws is tried again with growing delays; those of a process that died
 * are taken up within seconds. A database that goes away is waited for. Of several runners each does its own tasks, whatever the others wait for.
 */
export async function startJobRunner({
  url,
  tasks,
  cron = [],
  log,
  concurrency = 4,
  mostOf = () => 1,
}: JobRunnerOptions): Promise<JobRunner> {
  const lifeLine = await startLifeLine(url, log);
  const pool = new Pool({
    connectionString: url,
    application_name: 'countersign jobs',
    max: concurrency + 2,
    keepAlive: true,
  });
  const onLost = (error: Error) => log.warn({ err: error }, 'A connection of the job runner was lost');
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', onLost));

  const rescue = () =>
    lifeLine.rescue().then(
      (ids) => ids.length && log.warn({ runners: ids }, 'Jobs of runners that died are taken up again'),
      (error: unknown) => log.warn({ err: error }, 'Could not look for jobs of runners that died'),
    );
  await rescue();
  const timer = setInterval(rescue, RESCUE_EVERY);

  const optionsWith = (events: WorkerEvents): RunnerOptions => ({
    pgPool: pool,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown, helpers: JobHelpers) =>
          task(payload, { isLast: helpers.job.attempts >= helpers.job.max_attempts }).catch((error: unknown) =>
            fail(error, helpers),
          ),
      ]),
    ),
    parsedCronItems: parseCronItems(cron),
    concurrency,
    noHandleSignals: true,
    logger: logger(log),
    events,
    ...fairShare(mostOf, events),
    preset: { plugins: [aliveBeforeTheFirstJob(lifeLine)] },
  });
  const hideJobs = jobsInQueue.show(async () => (await pool.query<JobsByState>(JOBS_BY_STATE)).rows);
  const cleanUp = async () => {
    clearInterval(timer);
    hideJobs();
    await lifeLine.stop();
    await pool.end();
  };
  try {
    const runner = await supervise((events) => run(optionsWith(events)), log);
    return { ...runner, stop: () => runner.stop().finally(cleanUp) };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

const JOBS_BY_STATE = `
  SELECT task_identifier AS task, count(*)::integer AS count,
         CASE WHEN attempts >= max_attempts THEN 'given_up' WHEN attempts > 0 THEN 'failed' ELSE 'waiting' END AS state
    FROM graphile_worker.jobs WHERE locked_at IS NULL GROUP BY 1, 3`;

/** The library's own way to give a job up is for jobs that nobody is doing. */
async function fail(error: unknown, { job, query }: JobHelpers): Promise<never> {
  if (error instanceof GivenUp) {
    await query('UPDATE graphile_worker._private_jobs SET max_attempts = attempts WHERE id = $1', [job.id]);
    Object.assign(job, { max_attempts: job.attempts });
  }
  throw error;
}

/** Starts the library's runner again whenever it ends by itself, as it does when it cannot report a job's end. */
async function supervise(start: (events: WorkerEvents) => Promise<Runner>, log: Log): Promise<JobRunner> {
  let runner: Runner | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function begin(): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    count(events);
    const started = await start(events);
    stopUnlessItWorks(events, started);
    runner = started;
    const ended = (error?: unknown) => {
      runner = null;
      if (stopped) return;
      log.error({ err: error }, 'The job runner ended and is started again');
      beginLater();
    };
    started.promise.then(() => ended(), ended);
  }

  function beginLater(): void {
    timer = setTimeout(() => {
      begin().catch((error: unknown) => {
        log.warn({ err: error }, 'The job runner cannot start yet');
        if (!stopped) beginLater();
      });
    }, RESTART_AFTER);
  }

  await begin();
  return {
    isRunning: () => runner !== null,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await runner?.stop().catch((error: unknown) => log.warn({ err: error }, 'The job runner did not stop cleanly'));
    },
  };
}

/** The library asks for its tasks' ids once and keeps a failed answer for good: a runner whose first look for jobs fails would never do any. */
function stopUnlessItWorks(events: WorkerEvents, runner: Runner): void {
  // Not within the event: the library takes a worker that is stopped there for one that broke.
  const stop = () => void setImmediate(() => runner.stop().catch(() => {}));
  const works = () => events.off('worker:getJob:error', stop);
  events.once('worker:getJob:error', stop);
  events.once('worker:getJob:empty', works);
  events.once('job:start', works);
}

function count(events: WorkerEvents): void {
  const finished = (task: string, outcome: string) => jobsFinished.inc({ task, outcome });
  events.on('job:success', ({ job }) => finished(job.task_identifier, 'done'));
  events.on('job:error', ({ job }) =>
    finished(job.task_identifier, job.attempts < job.max_attempts ? 'failed' : 'given_up'),
  );
}

const aliveBeforeTheFirstJob = (lifeLine: LifeLine): GraphileConfig.Plugin => ({
  name: 'CountersignLifeLinePlugin',
  version: '1.0.0',
  worker: { hooks: { startWorker: (_context, { worker }) => lifeLine.hold(worker.workerPool.id) } },
});

/** What the library says goes to our log, without the payloads that it adds; that a job was done is no news. */
const logger = (log: Log) =>
  new Logger(({ taskIdentifier, jobId }) => (level, message) => {
    const ours = level === 'info' ? 'debug' : level === 'warning' ? 'warn' : level;
    log[ours]({ task: taskIdentifier, jobId }, message);
  });
