import type { Database } from '../../platform/database/database.ts';
import { networkOf } from '../../platform/http/drawer-of.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';
import type { App } from '../apps/app.entity.ts';
import { authenticateClient, type ClientCredentials, findClient } from '../apps/authenticate-client.ts';

const LIMIT = { name: 'client', most: 50, seconds: 15 * 60 };

/**
 * The App that these credentials belong to, or null. RATE_LIMITED where an address sent too many that belong to none. Right ones are always let in:
 * they are too long to be guessed, and one who guesses must not silence the resource servers behind the same proxy.
 */
export async function identifyClient(
  database: Database,
  credentials: ClientCredentials,
  ip: string,
): Promise<App | null> {
  const app = await authenticateClient(database, credentials);
  if (!app) await countOne(limiterOf(database, LIMIT), networkOf(ip));
  return app;
}

/**
 * The public client that has this client id, which is all that there is to prove; null for an App that has client secrets, and for none. Counted as
 * client secrets are.
 */
export async function identifyPublicClient(database: Database, clientId: string, ip: string): Promise<App | null> {
  const client = await findClient(database, clientId);
  if (!client?.isPublicClient) await countOne(limiterOf(database, LIMIT), networkOf(ip));
  return client?.isPublicClient ? client.app : null;
}
