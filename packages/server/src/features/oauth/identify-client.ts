import type { Database } from '../../platform/database/database.ts';
import { networkOf } from '../../platform/http/drawer-of.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';
import type { App } from '../apps/app.entity.ts';
import { authenticateClient, type ClientCredentials } from '../apps/authenticate-client.ts';

const MOST = 50;
const WINDOW_SECONDS = 15 * 60;

const limiters = new WeakMap<Database, ReturnType<typeof limiterOf>>();

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
  if (!app) await countOne(limiterFor(database), networkOf(ip));
  return app;
}

function limiterFor(database: Database): ReturnType<typeof limiterOf> {
  const existing = limiters.get(database);
  if (existing) return existing;
  const limiter = limiterOf(database, { name: 'client', most: MOST, seconds: WINDOW_SECONDS });
  limiters.set(database, limiter);
  return limiter;
}
