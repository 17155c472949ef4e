import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { askPasswordReset } from '../../features/users/ask-password-reset.ts';
import { changePassword } from '../../features/users/change-password.ts';
import { resetPassword } from '../../features/users/reset-password.ts';
import { verifyEmailAddress } from '../../features/users/verify-email-address.ts';
import type { DoorOptions } from '../doors.ts';
import { passwordField, readBody, typedField } from './read-body.ts';

const secret = z.string().min(1).max(200);
const Secret = z.object({ secret });
const Login = z.object({ login: typedField(254) });
const Reset = z.object({ secret, password: passwordField });
const Change = z.object({ current: passwordField, password: passwordField });

type Options = DoorOptions & { signedIn: (request: FastifyRequest) => Promise<Caller> };

/** `/auth`: what one-use links are brought back to, and the change of a password. Secrets come in bodies alone, which no log holds. */
export function accountRoutes(app: FastifyInstance, { database, settings, clock, signedIn }: Options): void {
  app.post('/auth/verify-email', async (request, reply) => {
    await verifyEmailAddress(readBody(Secret, request).secret, from(request), { database, clock });
    return reply.status(204).send();
  });

  app.post('/auth/password-reset', async (request, reply) => {
    await askPasswordReset({ login: readBody(Login, request).login, ...from(request) }, database);
    return reply.status(204).send();
  });

  app.post('/auth/password-reset/confirm', async (request, reply) => {
    await resetPassword({ ...readBody(Reset, request), ...from(request) }, { database, settings, clock });
    return reply.status(204).send();
  });

  app.post('/auth/change-password', async (request, reply) => {
    await changePassword(await signedIn(request), readBody(Change, request));
    return reply.status(204).send();
  });
}

const from = ({ ip, id: requestId }: FastifyRequest) => ({ ip, requestId });
