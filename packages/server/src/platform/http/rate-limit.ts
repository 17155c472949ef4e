import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '../../errors.ts';
import type { Database } from '../database/database.ts';

/** So many from the first one on, until the window is over. */
export type Limit = { name: string; most: number; seconds: number };

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>();

/** The one of this name: in Postgres, so that all processes count together. Keys are at most 255 characters. */
export function limiterOf(database: Database, { name, most, seconds }: Limit): RateLimiterPostgres {
  const ofDatabase = limiters.get(database) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(database, ofDatabase);
  const limiter =
    ofDatabase.get(name) ??
    new RateLimiterPostgres({
      storeClient: database,
      storeType: 'typeorm',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      keyPrefix: name,
      points: most,
      duration: seconds,
      clearExpiredByTimeout: false,
    });
  ofDatabase.set(name, limiter);
  return limiter;
}

/** Counts one more. RATE_LIMITED when it is one too many. */
export async function countOne(limiter: RateLimiterPostgres, key: string): Promise<void> {
  await limiter.consume(key).catch((refused: unknown) => {
    throw refused instanceof RateLimiterRes ? rateLimited(Math.ceil(refused.msBeforeNext / 1000)) : refused;
  });
}

/** Counts one more, and says whether it is within the limit. */
export const isWithin = (limiter: RateLimiterPostgres, key: string): Promise<boolean> =>
  limiter.consume(key).then(
    () => true,
    (refused: unknown) => {
      if (refused instanceof RateLimiterRes) return false;
      throw refused;
    },
  );

/** Forgets counts whose window is over: each address that ever asked has one. */
export const forgetCounts = async (database: Database, now: Date): Promise<void> => {
  // Plain SQL: the table is the library's.
  await database.query('DELETE FROM sign_in_attempts WHERE expire < $1', [now.getTime()]);
};
