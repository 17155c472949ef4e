import type { FastifyInstance } from 'fastify';

/** The headers of every answer. `Date` is by the clock that JWTs are judged by: client libraries set their own right with it. */
export function tellAboutAnswers(app: FastifyInstance, clock: () => Date): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-github-request-id', request.id);
    reply.header('x-github-media-type', 'github.v3; format=json');
    reply.header('cache-control', 'private, no-cache');
    reply.header('vary', 'Accept, Authorization');
    reply.header('date', clock().toUTCString());
  });
}
