import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../../access/authenticate.ts';
import { hashOf } from '../../access/secrets.ts';
import { AppError, forbidden, unavailable } from '../../errors.ts';
import { confirmPassword, signIn, signOut } from '../../features/users/sign-in.ts';
import { isUnavailable } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { accountRoutes } from './account.routes.ts';
import { passwordField, readBody, typedField } from './read-body.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts';

const SignIn = z.object({ login: typedField(200), password: passwordField });
const Password = SignIn.pick({ password: true });

/** A form on another site can send neither this header nor JSON. Signing in needs it too, so that nobody is signed in as somebody else. (SN-2) */
async function mustCarryCsrfHeader(request: FastifyRequest): Promise<void> {
  if (request.headers['x-countersign-csrf'] !== '1') throw forbidden('The header x-countersign-csrf: 1 is missing.');
}

/** `/auth`: signing in and out by cookie, and what belongs to an account beside it. (SN-1 to SN-3) */
export async function sessionRoutes(app: FastifyInstance, options: DoorOptions): Promise<void> {
  const { database, settings, clock } = options;
  const { publicUrl } = settings;
  app.addHook('preHandler', mustCarryCsrfHeader);
  app.setErrorHandler(answerError);

  app.post('/auth/sign-in', async (request, reply) => {
    const { login, password } = readBody(SignIn, request);
    const from = { ip: request.ip, requestId: request.id };
    const secret = await signIn({ login, password, ...from }, { database, settings, now: clock() });
    return setSessionCookie(reply, publicUrl, secret).status(204).send();
  });

  app.post('/auth/sign-out', async (request, reply) => {
    const secret = readSessionCookie(request, publicUrl);
    if (secret !== undefined)
      await signedIn(request)
        .then((caller) => signOut(caller, hashOf(secret)))
        .catch(ignoreEnded);
    return clearSessionCookie(reply, publicUrl).status(204).send();
  });

  app.post('/auth/confirm-password', async (request, reply) => {
    await confirmPassword(await signedIn(request), readBody(Password, request).password);
    return reply.status(204).send();
  });

  const signedIn = (request: FastifyRequest) =>
    callerOf(
      { session: readSessionCookie(request, publicUrl), ip: request.ip, requestId: request.id },
      { database, settings, clock },
    );

  accountRoutes(app, { ...options, signedIn });
}

function ignoreEnded(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'UNAUTHENTICATED')) throw error;
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof AppError ? error : isUnavailable(error) ? unavailable() : null;
  if (known) {
    const { retryAfterSeconds, fields } = known.details;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    return reply.status(known.status).send({ code: known.code, message: known.message, ...(fields && { fields }) });
  }
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500)
    return reply.status(statusCode).send({ code: 'INVALID', message: 'The body is not the JSON that was expected.' });
  request.log.error({ err: error }, 'A session route failed');
  return reply.status(500).send({ code: 'INTERNAL', message: 'Something broke on our side.', requestId: request.id });
}
