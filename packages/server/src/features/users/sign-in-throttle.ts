import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';

/** So many tries from the first one on, until the window is over. In Postgres, so that all processes count together. */
const WINDOW_SECONDS = 15 * 60;
const MOST = { login: 10, address: 50 };

type Throttle = {
  /** Counts a try before its password is looked at, so that tries at the same moment count too. RATE_LIMITED when it is one too many. */
  countTry(login: string, ip: string): Promise<void>;
  /** The password was right: what stood against the login is forgotten, and for the address the try is not counted. */
  forgive(login: string, ip: string): Promise<void>;
};

const throttles = new WeakMap<Database, Throttle>();

/** Slows the guessing of passwords. (SN-2) */
export function signInThrottle(database: Database): Throttle {
  const existing = throttles.get(database);
  if (existing) return existing;
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: database,
      storeType: 'typeorm',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      clearExpiredByTimeout: false,
    });
  const byLogin = limiter('login', MOST.login);
  const byAddress = limiter('address', MOST.address);
  const consume = (by: RateLimiterPostgres, key: string) =>
    by.consume(key).catch((refused: unknown) => {
      throw refused instanceof RateLimiterRes ? rateLimited(Math.ceil(refused.msBeforeNext / 1000)) : refused;
    });
  const throttle: Throttle = {
    async countTry(login, ip) {
      await consume(byAddress, ip);
      await consume(byLogin, keyOf(login));
    },
    async forgive(login, ip) {
      await Promise.all([byLogin.delete(keyOf(login)), byAddress.reward(ip)]);
    },
  };
  throttles.set(database, throttle);
  return throttle;
}

/** Keys are at most 255 characters, and what people type into the login field is not. */
const keyOf = (login: string) => login.toLowerCase().slice(0, 100);
