import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access/authenticate.ts';
import type { Viewer } from '../../access/viewer.ts';
import { AppError, forbidden, unauthenticated, unavailable } from '../../errors.ts';
import { findRepository, subjectOfRepository } from '../../features/repositories/find-repository.ts';
import { isUnavailable } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { tellAboutToken } from '../token-headers.ts';
import { permissionsOn } from './permissions-on.ts';
import { questionOf } from './question.ts';

/**
 * `/gate`: a reverse proxy asks it before it lets a request through, with any method. 204 and who it is, 401, or 403, always with the same body:
 * whether something is there, nobody learns here. The Authorization header alone says who asks; cookies are never read. (GT-3, GT-4)
 */
export async function gateRoutes(app: FastifyInstance, door: DoorOptions): Promise<void> {
  await app.register(async (gate) => {
    // Some proxies send the body along; nobody reads it.
    gate.removeAllContentTypeParsers();
    gate.addContentTypeParser('*', (_request, _payload, done) => done(null));
    gate.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    gate.setErrorHandler<FastifyError>(refuse);
    gate.all('/gate', (request, reply) => pass(request, reply, door));
  });
}

async function pass(request: FastifyRequest, reply: FastifyReply, door: DoorOptions): Promise<FastifyReply> {
  const { headers, ip, id } = request;
  const caller = await callerOf({ authorization: headers.authorization, ip, requestId: id }, door);
  const { viewer } = caller;
  tellAboutToken(reply, viewer);
  const [, query = ''] = request.raw.url!.split(/\?(.*)/s);
  const question = questionOf(new URLSearchParams(query), headers);
  if (!question) throw viewer.bearer.kind === 'ANONYMOUS' ? unauthenticated() : forbidden(NOT_ALLOWED);
  const repository = await findRepository(caller, question.owner, question.repository, question.permission);
  tellWho(reply, viewer, permissionsOn(viewer, subjectOfRepository(repository)));
  return reply.code(204).send();
}

/** For the server behind the proxy. Nobody, where the repository is public and no credential was sent. */
function tellWho(reply: FastifyReply, viewer: Viewer, permissions: readonly string[]): void {
  if (viewer.bearer.kind === 'ANONYMOUS') return;
  void reply.headers({
    'x-countersign-user': viewer.actor.login ?? '',
    'x-countersign-token-id': String(viewer.actor.credentialId),
    'x-countersign-permissions': permissions.join(','),
  });
}

const NOT_ALLOWED = 'Not allowed.';

function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof AppError ? error : isUnavailable(error) ? unavailable() : null;
  void reply.type('text/plain; charset=utf-8');
  if (known?.code === 'UNAUTHENTICATED')
    return reply
      .code(401)
      .header('www-authenticate', 'Basic realm="Countersign", charset="UTF-8"')
      .send('Send a token that holds.\n');
  if (known?.code === 'FORBIDDEN' || known?.code === 'NOT_FOUND') return reply.code(403).send(`${NOT_ALLOWED}\n`);
  if (known) return reply.code(known.status).send(`${known.message}\n`);
  request.log.error({ err: error }, 'The gate failed');
  return reply.code(500).send(`Something broke on our side. Request ${request.id}\n`);
}
