import type { HTTPMethods } from 'fastify';
import { z } from 'zod';
import { authorizationShape } from '../../api/rest/authorization-shape.ts';
import { operation, type RestDoor, type RestRequest } from '../../api/rest/operation.ts';
import { readInput } from '../../api/rest/read-input.ts';
import { notFound } from '../../errors.ts';
import type { AppCaller } from '../apps/app-caller.ts';
import { checkUserToken, type UserToken } from './check-user-token.ts';
import { deleteApplicationGrant, deleteUserToken } from './delete-user-token.ts';
import { resetUserToken } from './reset-user-token.ts';

/** An App and its tokens for people: what they are, another secret, their end. It proves who it is with a client secret. (EX-6) */
export function applicationTokenRoutes(door: RestDoor): void {
  const act = (method: HTTPMethods, path: string, answer: (caller: AppCaller, secret: string) => Promise<unknown>) =>
    operation(door, {
      method,
      path: `/applications/:client_id${path}`,
      needs: 'client',
      async answer(caller, request, reply) {
        const answered = await answer(caller, secretIn(caller, request));
        return answered ?? reply.code(204).send();
      },
    });
  act('POST', '/token', async (caller, secret) => shapeFor(caller, await checkUserToken(caller, secret), null));
  act('PATCH', '/token', async (caller, secret) => {
    const reset = await resetUserToken(caller, secret);
    return shapeFor(caller, reset, reset.secret);
  });
  act('DELETE', '/token', deleteUserToken);
  act('DELETE', '/grant', deleteApplicationGrant);
}

const Body = z.looseObject({ access_token: z.string() });

/** What it asks about; no App asks under the name of another. */
function secretIn({ asking }: AppCaller, { params, body }: RestRequest): string {
  if (params['client_id'] !== asking.clientId) throw notFound();
  return readInput(Body, body).access_token;
}

const shapeFor = ({ asking, settings }: AppCaller, found: UserToken, secret: string | null) =>
  authorizationShape(found, { app: asking, secret, publicUrl: settings.publicUrl });
