import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Log } from '../telemetry/log.ts';

/** What Fastify is made with so that each request has an id of ours, in the log and in its answer. An id that a client sends is not believed. */
export const loggedBy = (log: Log): FastifyServerOptions => ({
  loggerInstance: log,
  genReqId: () => randomUUID(),
  requestIdHeader: false,
});

/** Tells each answer's request id, for people who report that something broke. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
}
