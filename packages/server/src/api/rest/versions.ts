import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BadRequest } from './bad-request.ts';

const OLDER = '2022-11-28';
const NEWER = '2026-03-10';

/** Versions of the REST description that clients ask for by date; the first where they ask for none. */
export const VERSIONS = [OLDER, NEWER];

/** What the newer version does not speak of any more, wherever the older one does. */
const DROPPED = new Set(['authorizations_url', 'has_downloads', 'rate', 'use_squash_pr_title_as_default']);
/** Where it says that something is begun, not that it is done: DELETE. */
const ACCEPTED = '/api/v3/app/installations/:installation_id';

/** Answers are made as the older version has them; all that the newer one has otherwise is here. */
export function speakVersions(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const version = versionOf(request);
    if (typeof version !== 'string' || !VERSIONS.includes(version))
      throw new BadRequest(`This version of the API is not known; these are: ${VERSIONS.join(', ')}`);
    reply.header('x-github-api-version-selected', version);
  });
  app.addHook('preSerialization', async (request, _reply, payload) =>
    versionOf(request) === NEWER ? withoutDropped(payload) : payload,
  );
  app.addHook('onSend', async (request, reply) => {
    const isRemoved = request.method === 'DELETE' && reply.statusCode === 204;
    if (versionOf(request) === NEWER && isRemoved && request.routeOptions.url === ACCEPTED) reply.code(202);
  });
}

const versionOf = ({ headers }: FastifyRequest) => headers['x-github-api-version'] ?? OLDER;

function withoutDropped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDropped);
  // Dates and the like are written as they are.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const kept = Object.entries(value).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDropped(inner)]));
}
