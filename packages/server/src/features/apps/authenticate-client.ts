import { hexHashOf } from '../../access/secrets.ts';
import type { Database } from '../../platform/database/database.ts';
import { countClientSecrets } from './app-key.store.ts';
import type { App } from './app.entity.ts';
import { findAppByClientId } from './app.store.ts';
import { clientsOf } from './client.loader.ts';

export type ClientCredentials = { clientId: string; clientSecret: string };

/** The App that a client id and one of its client secrets belong to; null when they do not hold together. (RFC 6749, 2.3.1) */
export async function authenticateClient(
  database: Database,
  { clientId, clientSecret }: ClientCredentials,
): Promise<App | null> {
  // Looked up by hash: how long it takes says nothing of any secret.
  const app = await clientsOf(database).load(hexHashOf(clientSecret));
  return app?.clientId === clientId ? app : null;
}

/** An App by its client id, and whether it is a public client: one without client secrets, which proves by its client id alone who it is. (RFC 6749, 2.1) */
export async function findClient(
  { manager }: Pick<Database, 'manager'>,
  clientId: string,
): Promise<{ app: App; isPublicClient: boolean } | null> {
  if (!/^\w{1,100}$/.test(clientId)) return null;
  const app = await findAppByClientId(manager, clientId);
  return app && { app, isPublicClient: (await countClientSecrets(manager, app.id)) === 0 };
}
