import type { RunnerOptions, WorkerEvents } from 'graphile-worker';

/**
 * Lets at most so many jobs of a flag run in this process at a time: of those that are slow, such as all for one receiver, the others wait and
 * leave the workers to the rest. (The library's named queues are no way: a worker that looks for jobs hides them from all others.)
 */
export function fairShare(most: (flag: string) => number, events: WorkerEvents): Pick<RunnerOptions, 'forbiddenFlags'> {
  const running = new Map<string, number>();
  const count = (flags: { [flag: string]: true } | null, by: 1 | -1) => {
    for (const flag of Object.keys(flags ?? {})) running.set(flag, (running.get(flag) ?? 0) + by);
    for (const [flag, jobs] of running) if (jobs === 0) running.delete(flag);
  };

  // Workers look for jobs one after the other, so that each counts what the one before it took.
  let last: Promise<void> = Promise.resolve();
  let endTurn = () => {};
  events.on('job:start', ({ job }) => {
    count(job.flags, 1);
    endTurn();
  });
  events.on('worker:getJob:empty', () => endTurn());
  events.on('worker:getJob:error', () => endTurn());
  events.on('job:complete', ({ job }) => count(job.flags, -1));

  return {
    forbiddenFlags: async () => {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      endTurn = resolve;
      return [...running].flatMap(([flag, jobs]) => (jobs >= most(flag) ? [flag] : []));
    },
  };
}
