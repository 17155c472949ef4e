import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';

/** Failures within the window, after which the door stays shut for as long again. In Postgres, so that all processes count together. */
const WINDOW_SECONDS = 15 * 60;
const MOST = { login: 10, address: 50 };

type Throttle = {
  /** Throws RATE_LIMITED while the login or the address has too many failures behind it. */
  mustBeOpen(login: string, ip: string): Promise<void>;
  countFailure(login: string, ip: string): Promise<void>;
  forget(login: string): Promise<unknown>;
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
  const refuseIf = (result: RateLimiterRes | null, most: number) => {
    if (result && result.consumedPoints >= most) throw rateLimited(Math.ceil(result.msBeforeNext / 1000));
  };
  const throttle: Throttle = {
    async mustBeOpen(login, ip) {
      const [logins, addresses] = await Promise.all([byLogin.get(keyOf(login)), byAddress.get(ip)]);
      refuseIf(logins, MOST.login);
      refuseIf(addresses, MOST.address);
    },
    async countFailure(login, ip) {
      await Promise.all([byLogin.penalty(keyOf(login)), byAddress.penalty(ip)]);
    },
    forget: (login) => byLogin.delete(keyOf(login)),
  };
  throttles.set(database, throttle);
  return throttle;
}

/** Keys are at most 255 characters, and what people type into the login field is not. */
const keyOf = (login: string) => login.toLowerCase().slice(0, 100);
