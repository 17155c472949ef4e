import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import type { Table } from '../../platform/database/keyset.ts';
import type { DoorOptions } from '../doors.ts';
import { readSessionCookie } from '../sessions/session-cookie.ts';
import { FORMATS, writeTable } from './write-table.ts';

export type ExportDoor = DoorOptions & { app: FastifyInstance };

export type Export<Query> = {
  path: string;
  /** What is taken away is for people in a browser: no token and no App, whatever it carries. */
  needs: 'session';
  /** The parameters beside `format`. What is not among them is refused: a filter that is not known would let out more than was meant. */
  query: z.ZodType<Query>;
  /** The file's name without its ending, and what reads it. Throws when the caller may not have it, and writes nothing: who only asks has taken nothing. */
  answer: (caller: Caller, query: Query) => Promise<{ name: string; read: () => Promise<Table> }>;
};

const Format = z.object({ format: z.enum(FORMATS) });
const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json; charset=utf-8' };

/**
 * Adds a download below /api/exports: `format=csv` or `json`, written as fast as it is taken, and never more of it in memory than a few pages.
 * HEAD says whether it may be had.
 */
export function exported<Query>({ app, ...door }: ExportDoor, { path, needs, query, answer }: Export<Query>): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await identify(request, door);
    caller.viewer.mustBeSession();
    const { format: _, ...given } = request.query as Record<string, unknown>;
    const { format } = read(Format, request.query);
    const file = await answer(caller, read(query, given));
    const name = `${file.name}-${caller.now.toISOString().slice(0, 10)}.${format}`;
    const type = TYPES[format];
    if (request.method === 'HEAD') return download(reply, { name, type }).send();
    const text = writeTable(await file.read(), format);
    // The first page is read before the answer begins, so that what fails there is still told.
    const first = await text.next();
    return download(reply, { name, type }).send(Readable.from(from(first, text), { objectMode: false }));
  };
  app.route({ method: ['GET', 'HEAD'], url: path, config: { needs }, handler });
}

async function* from(first: IteratorResult<string>, text: AsyncGenerator<string>): AsyncGenerator<string> {
  if (!first.done) yield first.value;
  yield* text;
}

const identify = (request: FastifyRequest, door: DoorOptions): Promise<Caller> => {
  const { authorization } = request.headers;
  const session = readSessionCookie(request, door.settings.publicUrl);
  return callerOf({ authorization, session, ip: request.ip, requestId: request.id }, door);
};

function read<Shape>(shape: z.ZodType<Shape>, given: unknown): Shape {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalid(
    Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.') || 'query', message])),
  );
}

const download = (reply: FastifyReply, { name, type }: { name: string; type: string }): FastifyReply =>
  reply.type(type).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
