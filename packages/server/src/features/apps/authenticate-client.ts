import { hashOf } from '../../access/secrets.ts';
import type { Database } from '../../platform/database/database.ts';
import type { App } from './app.entity.ts';
import { clientsOf } from './client.loader.ts';

export type ClientCredentials = { clientId: string; clientSecret: string };

/** The App that a client id and one of its client secrets belong to; null when they do not hold together. (RFC 6749, 2.3.1) */
export async function authenticateClient(
  database: Database,
  { clientId, clientSecret }: ClientCredentials,
): Promise<App | null> {
  // Looked up by hash: how long it takes says nothing of any secret.
  const app = await clientsOf(database).load(hashOf(clientSecret).toString('hex'));
  return app?.clientId === clientId ? app : null;
}
