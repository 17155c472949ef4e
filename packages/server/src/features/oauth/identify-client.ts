import type { Database } from '../../platform/database/database.ts';
import { networkOf } from '../../platform/http/drawer-of.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';
import type { App } from '../apps/app.entity.ts';
import { authenticateClient, type ClientCredentials } from '../apps/authenticate-client.ts';

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
