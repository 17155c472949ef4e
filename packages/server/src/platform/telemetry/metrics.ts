import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The numbers of this process, as `/metrics` shows them. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const httpDuration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'How long requests took, by route',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  registers: [registry],
});

export const jobsFinished = new Counter({
  name: 'countersign_jobs_total',
  help: 'Attempts at jobs, by task and outcome: done, failed (will be tried again), given_up',
  labelNames: ['task', 'outcome'] as const,
  registers: [registry],
});

/** `failed`: will be tried again. */
export type JobsByState = { task: string; state: 'waiting' | 'failed' | 'given_up'; count: number };

/** Numbers that lie in the database: looked up each time the numbers are read. */
export class LookedUp<Found> {
  private readonly looks = new Set<() => Promise<Found>>();

  /** Shows from now on what `look` finds, until the answer is called. */
  show(look: () => Promise<Found>): () => void {
    this.looks.add(look);
    return () => void this.looks.delete(look);
  }

  /** While the database is away there is nothing to say about it, and the other numbers are wanted most. */
  async find(): Promise<Found[]> {
    const looked = await Promise.allSettled([...this.looks].map((look) => look()));
    return looked.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  }
}

export const jobsInQueue = new LookedUp<JobsByState[]>();

const jobsQueued = new Gauge({
  name: 'countersign_jobs_queued',
  help: 'Jobs in the queue of all processes, by task and state: waiting, failed (will be tried again), given_up',
  labelNames: ['task', 'state'] as const,
  async collect() {
    const found = await jobsInQueue.find();
    this.reset();
    // The runners of a process look at one queue: what several of them see is the same.
    for (const { task, state, count } of found.flat()) this.set({ task, state }, count);
  },
  registers: [],
});
registry.registerMetric(jobsQueued);

/** Times every request under its route's pattern, never its address: an address has ids, and numbers of labels must stay small. */
export function measureRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    httpDuration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
