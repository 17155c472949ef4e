import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Log } from '../telemetry/log.ts';
import { RequestLog } from '../telemetry/request-log.ts';

/** What Fastify is made with so that each request has an id of ours, in the log and in its answer. An id that a client sends is not believed. */
export const loggedBy = (log: Log): FastifyServerOptions => ({
  loggerInstance: log,
  childLoggerFactory: (parent, bindings, options) => new RequestLog(parent, bindings, options),
  genReqId: () => randomUUID(),
  requestIdHeader: false,
});

/** Tells each answer's request id, for people who report that something broke. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
}
