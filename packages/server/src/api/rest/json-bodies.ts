import type { FastifyInstance } from 'fastify';
import { BadRequest } from './bad-request.ts';

/** Bodies are JSON objects whatever their content type says, as clients of GitHub's API have it; an empty one is none. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string | Buffer) =>
    readBody(String(text)),
  );
}

function readBody(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return undefined;
  const body = parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BadRequest('Body should be a JSON object');
  return body as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('Problems parsing JSON');
  }
}
