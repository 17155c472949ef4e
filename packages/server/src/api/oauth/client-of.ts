import type { FastifyRequest } from 'fastify';
import type { App } from '../../features/apps/app.entity.ts';
import type { ClientCredentials } from '../../features/apps/authenticate-client.ts';
import { identifyClient, identifyPublicClient } from '../../features/oauth/identify-client.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DoorOptions } from '../doors.ts';
import { clientCredentialsIn } from './client-credentials.ts';
import type { Form } from './form.ts';
import { OAuthError } from './oauth-error.ts';

export type Client = { app: App; isPublicClient: boolean };

/**
 * The App that asks: with a client secret, or, where `publicToo` and it has none, by its client id alone. Throws `invalid_client`, RATE_LIMITED where an
 * address sent too many that were wrong. (RFC 6749, 2.3)
 */
export async function clientOf(
  { headers: { authorization }, ip }: FastifyRequest,
  form: Form,
  { database, publicToo }: Pick<DoorOptions, 'database'> & { publicToo: boolean },
): Promise<Client> {
  const credentials = clientCredentialsIn(authorization, form);
  const clientId = form.get('client_id');
  const isPublicClient =
    publicToo && authorization === undefined && !form.has('client_secret') && clientId !== undefined;
  const app = isPublicClient
    ? ((await identifyPublicClient(database, clientId, ip)) ?? refuseClient())
    : await clientWith(credentials ?? refuseClient(), ip, database);
  return { app, isPublicClient };
}

/** The App that these credentials belong to, in the same way. */
export const clientWith = async (credentials: ClientCredentials, ip: string, database: Database): Promise<App> =>
  (await identifyClient(database, credentials, ip)) ?? refuseClient();

export function refuseClient(): never {
  throw new OAuthError('invalid_client', 'The client id and the client secret do not hold together.');
}
