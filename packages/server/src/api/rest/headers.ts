import type { FastifyInstance } from 'fastify';
import { BadRequest } from './bad-request.ts';

/** Versions of the REST description that clients ask for by date; the answers here are the same in both. */
export const VERSIONS = ['2022-11-28', '2026-03-10'];

/** The headers of every answer. `Date` is by the clock that JWTs are judged by: client libraries set their own right with it. */
export function tellAboutAnswers(app: FastifyInstance, clock: () => Date): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-github-request-id', request.id);
    reply.header('x-github-media-type', 'github.v3; format=json');
    reply.header('cache-control', 'private, no-cache');
    reply.header('vary', 'Accept, Authorization');
    reply.header('date', clock().toUTCString());
    const version = request.headers['x-github-api-version'] ?? VERSIONS[0]!;
    if (typeof version !== 'string' || !VERSIONS.includes(version))
      throw new BadRequest(`This version of the API is not known; these are: ${VERSIONS.join(', ')}`);
    reply.header('x-github-api-version-selected', version);
  });
}
