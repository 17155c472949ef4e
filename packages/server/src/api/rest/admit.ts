import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import { badCredentials, forbidden } from '../../errors.ts';
import { actorOfApp, type AppCaller } from '../../features/apps/app-caller.ts';
import { authenticateApp } from '../../features/apps/authenticate-app.ts';
import type { Stranger } from '../../features/leaks/report-credentials.ts';
import { identifyClient } from '../../features/oauth/identify-client.ts';
import type { LimitedDoorOptions } from '../doors.ts';
import { clientCredentialsIn } from '../oauth/client-credentials.ts';
import { limitedAs, tellStanding } from '../rate-limits.ts';

// Who asks, counted and within their limit. Each reads the Authorization header alone: cookies are never read here. (GT-3)

const approachOf = ({ headers, ip }: FastifyRequest) => ({ credential: headers.authorization, ip });

export async function admitCaller(
  request: FastifyRequest,
  reply: FastifyReply,
  door: LimitedDoorOptions,
  points: number,
): Promise<Caller> {
  const { headers, ip, id } = request;
  const identify = () => callerOf({ authorization: headers.authorization, ip, requestId: id }, door);
  const tell = tellStanding(reply, 'core');
  return (await door.rateLimits.core.admit(approachOf(request), identify, limitedAs, tell, points)).who;
}

export async function admitApp(
  request: FastifyRequest,
  reply: FastifyReply,
  door: LimitedDoorOptions,
): Promise<AppCaller> {
  const { database, settings, clock, rateLimits } = door;
  const now = clock();
  const identify = () => authenticateApp(request.headers.authorization, { database, now });
  const tell = tellStanding(reply, 'core');
  // A token is refused here, and holds at every other door: remembered apart.
  const { credential, ip } = approachOf(request);
  const approach = { credential: credential && `JWT ${credential}`, ip };
  const { who } = await rateLimits.core.admit(approach, identify, ({ app }) => `app ID ${app.id}`, tell);
  const actor = actorOfApp(who.app, { keyId: who.keyId, ip: request.ip, requestId: request.id });
  return { asking: who.app, actor, database, now, settings };
}

/** An App with one of its client secrets, as Basic and in no other way. */
export async function admitClient(
  request: FastifyRequest,
  reply: FastifyReply,
  door: LimitedDoorOptions,
): Promise<AppCaller> {
  const { database, settings, clock, rateLimits } = door;
  const { credential, ip } = approachOf(request);
  const identify = async () => {
    const credentials = clientCredentialsIn(credential, NO_FORM);
    const app = credentials && (await identifyClient(database, credentials, ip));
    if (!app) throw badCredentials();
    return app;
  };
  const approach = { credential: credential && `client ${credential}`, ip };
  const { who } = await rateLimits.core.admit(
    approach,
    identify,
    ({ id }) => `app ID ${id}`,
    tellStanding(reply, 'core'),
  );
  return { asking: who, actor: actorOfApp(who, { ip, requestId: request.id }), database, now: clock(), settings };
}

const NO_FORM = new Map<string, string>();

/** Nobody, and not somebody who could have said who they are. */
export async function admitStranger(
  request: FastifyRequest,
  reply: FastifyReply,
  door: LimitedDoorOptions,
): Promise<Stranger> {
  await door.rateLimits.core.admit(
    { credential: undefined, ip: request.ip },
    async () => null,
    () => null,
    tellStanding(reply, 'core'),
  );
  if (request.headers.authorization !== undefined) throw forbidden('Send this request without a credential.');
  return { database: door.database, now: door.clock(), ip: request.ip, requestId: request.id };
}
