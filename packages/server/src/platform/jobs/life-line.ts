import type { Client } from 'pg';
import { keepConnected } from '../database/lasting-connection.ts';
import type { Log } from '../telemetry/log.ts';

// The first of the two numbers of our advisory locks: "a job runner is alive"; the second is made of the runner's id.
const ALIVE = 7_203_115;

// A machine that vanished is noticed within a minute, not after the two hours of most systems.
const NOTICE_DEATH = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3';

/**
 * The lock is tried last, once for each runner that holds a job: who gets it has proved that the runner is gone. The try that was cut off counts:
 * a job that ends its process each time ends like any that fails. Up to the third time it is taken up at once; after that some seconds later, by chance,
 * so that those that were done beside it do not always meet it again.
 */
const GIVE_BACK_JOBS_OF_THE_DEAD = `
  WITH holder AS MATERIALIZED (
    SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by LIKE 'pool-%' AND locked_by <> ALL($2::text[])
  ), dead AS MATERIALIZED (
    SELECT locked_by FROM holder WHERE pg_try_advisory_xact_lock($1, hashtext(locked_by))
  ), given_back AS (
    UPDATE graphile_worker._private_jobs
       SET locked_at = NULL, locked_by = NULL, last_error = 'The process that did this job died',
           run_at = greatest(run_at, now() + (0.5 + random() / 2) * least(exp(greatest(0, attempts - 3)) - 1, 5) * interval '1 second')
     WHERE locked_by IN (SELECT locked_by FROM dead)
  ), freed AS (
    UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_by IN (SELECT locked_by FROM dead)
  )
  SELECT locked_by AS id FROM dead`;

export type LifeLine = {
  /** Proves from now on that the runner of this id is alive, and that the one before it is not. */
  hold(runnerId: string): Promise<void>;
  /** Gives the jobs of runners that are gone back to the queue; says whose they were. */
  rescue(): Promise<string[]>;
  stop(): Promise<void>;
};

/**
 * The job library takes a job back from a dead process after four hours. Here each runner holds a lock for as long as its session lives,
 * so that the others know at once.
 */
export async function startLifeLine(url: string, log: Log): Promise<LifeLine> {
  const held = new Map<string, Promise<unknown>>();
  const lock = (client: Client, ids: string[]) =>
    client.query('SELECT pg_advisory_lock($1, hashtext(id)) FROM unnest($2::text[]) AS id', [ALIVE, ids]);
  const unlock = (client: Client, ids: string[]) =>
    client.query('SELECT pg_advisory_unlock($1, hashtext(id)) FROM unnest($2::text[]) AS id', [ALIVE, ids]);

  const connection = await keepConnected({
    url,
    name: 'countersign life line',
    log,
    async prepare(client) {
      await client.query(NOTICE_DEATH);
      await lock(client, [...held.keys()]);
    },
  });

  return {
    async hold(runnerId) {
      const client = connection.current();
      // All workers of a runner ask at once: one lock is enough for them.
      if (!held.has(runnerId)) {
        const ended = [...held.keys()];
        held.clear();
        held.set(runnerId, client ? lock(client, [runnerId]).then(() => unlock(client, ended)) : Promise.resolve());
      }
      await held.get(runnerId);
    },
    async rescue() {
      const client = connection.current();
      const dead = await client?.query<{ id: string }>(GIVE_BACK_JOBS_OF_THE_DEAD, [ALIVE, [...held.keys()]]);
      return dead?.rows.map(({ id }) => id) ?? [];
    },
    stop: () => connection.stop(),
  };
}
