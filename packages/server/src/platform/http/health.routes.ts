import type { FastifyInstance } from 'fastify';
import { registry } from '../telemetry/metrics.ts';

/** Something without which requests cannot be served. A check that throws counts as false. */
export type ReadinessCheck = { name: string; check: () => Promise<boolean> };

/** For operators: alive, ready for requests (503 and what is missing otherwise), and numbers for Prometheus. */
export async function healthRoutes(app: FastifyInstance, { checks }: { checks: ReadinessCheck[] }): Promise<void> {
  const quiet = { logLevel: 'warn' } as const;

  app.get('/healthz', quiet, async () => ({ status: 'ok' }));

  app.get('/readyz', quiet, async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, check }) => ({ name, ok: await check().catch(() => false) })),
    );
    const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
    return reply.code(failed.length ? 503 : 200).send({ status: failed.length ? 'not ready' : 'ready', failed });
  });

  app.get('/metrics', quiet, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
