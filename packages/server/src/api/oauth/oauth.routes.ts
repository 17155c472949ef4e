import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, unavailable } from '../../errors.ts';
import type { App } from '../../features/apps/app.entity.ts';
import { type AccessQuestion, introspectToken } from '../../features/oauth/introspect-token.ts';
import { revokeByClient } from '../../features/oauth/revoke-by-client.ts';
import { isUnavailable } from '../../platform/database/database.ts';
import { areNames, readPermission } from '../access-question.ts';
import type { DoorOptions } from '../doors.ts';
import { accessTokenRoute } from './access-token.ts';
import { clientCredentialsIn } from './client-credentials.ts';
import { clientOf, clientWith, refuseClient } from './client-of.ts';
import { type Form, readForm } from './form.ts';
import { introspectionAnswer } from './introspection-answer.ts';
import { OAuthError } from './oauth-error.ts';

const LONGEST_FORM = 16 * 1024;

/**
 * What Apps ask as OAuth clients: `/login/oauth/access_token` (RFC 6749), `/oauth/introspect` (RFC 7662) and `/oauth/revoke` (RFC 7009). Neither cookies
 * nor addresses say anything here.
 */
export async function oauthRoutes(app: FastifyInstance, door: DoorOptions): Promise<void> {
  await app.register(async (oauth) => {
    oauth.removeAllContentTypeParsers();
    oauth.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: LONGEST_FORM },
      (_request: FastifyRequest, text: string | Buffer, done) => done(null, text),
    );
    oauth.addHook('onRequest', (_request, reply, done) => {
      void reply.header('cache-control', 'no-store');
      done();
    });
    oauth.setErrorHandler<FastifyError>(refuse);

    oauth.post('/oauth/introspect', async (request) => {
      const form = readForm(request.body);
      const credentials = clientCredentialsIn(request.headers.authorization, form) ?? refuseClient();
      const asking = clientWith(credentials, request.ip, door.database);
      const asked = await knowing(asking, () => ({ secret: secretIn(form), question: questionIn(form) }));
      const client = { asking, clientSecret: credentials.clientSecret };
      return introspectionAnswer(await introspectToken(client, asked, door), door.settings.publicUrl);
    });

    oauth.post('/oauth/revoke', async (request, reply) => {
      const form = readForm(request.body);
      const { app: client } = await clientOf(request, form, { ...door, publicToo: true });
      const secret = secretIn(form);
      const { ip, id: requestId } = request;
      await revokeByClient(client, secret, { database: door.database, now: door.clock(), ip, requestId });
      return reply.send();
    });

    await oauth.register(async (scope) => accessTokenRoute(scope, { ...door, longest: LONGEST_FORM }));
  });
}

/** What is asked; what is wrong with it is told once it is known who asks. */
async function knowing<Asked>(client: Promise<App>, read: () => Asked): Promise<Asked> {
  try {
    return read();
  } catch (error) {
    await client;
    throw error;
  }
}

/** `token_type_hint` is no help: a secret says of itself what it is. */
function secretIn(form: Form): string {
  const secret = form.get('token');
  if (!secret) throw new OAuthError('invalid_request', 'The parameter token is missing.');
  return secret;
}

function questionIn(form: Form): AccessQuestion | null {
  const owner = form.get('owner');
  const repository = form.get('repository') ?? null;
  const permission = form.get('permission');
  if (!owner) {
    if (repository === null && !permission) return null;
    throw new OAuthError('invalid_request', 'A repository or a permission is asked about together with its owner.');
  }
  const wanted = permission ? readPermission(permission) : null;
  if (permission && !wanted)
    throw new OAuthError(
      'invalid_request',
      'A permission is written as contents:read, with the names of the catalogue.',
    );
  if (!areNames(owner, repository)) throw new OAuthError('invalid_request', 'There is no such name.');
  return { owner, repository, permission: wanted };
}

function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof AppError ? error : isUnavailable(error) ? unavailable() : null;
  if (known) {
    if (known.details.retryAfterSeconds) void reply.header('retry-after', known.details.retryAfterSeconds);
    return reply.code(known.status).send({ error: 'temporarily_unavailable', error_description: known.message });
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    if (error.statusCode === 401) void reply.header('www-authenticate', 'Basic realm="Countersign", charset="UTF-8"');
    const code = error instanceof OAuthError ? error.error : 'invalid_request';
    return reply.code(error.statusCode).send({ error: code, error_description: error.message });
  }
  request.log.error({ err: error }, 'An OAuth request failed');
  const description = `Something broke on our side. Request ${request.id}`;
  return reply.code(500).send({ error: 'server_error', error_description: description });
}
