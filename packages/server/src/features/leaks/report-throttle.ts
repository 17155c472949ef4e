import { AppError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { networkOf } from '../../platform/http/drawer-of.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';

const LIMIT = { name: 'report from', most: 60, seconds: 60 * 60 };

type Throttle = {
  /** Somebody at a network address reports secrets. RATE_LIMITED, in GitHub's words, when it is one time too many. */
  countReport(ip: string): Promise<void>;
};

const throttles = new WeakMap<Database, Throttle>();

/** Nobody tries out secrets by reporting them. (EX-5) */
export function reportThrottle(database: Database): Throttle {
  const existing = throttles.get(database);
  if (existing) return existing;
  const limiter = limiterOf(database, LIMIT);
  const throttle: Throttle = {
    countReport: (ip) =>
      countOne(limiter, networkOf(ip)).catch((error: unknown) => {
        throw error instanceof AppError
          ? new AppError('RATE_LIMITED', `API rate limit exceeded for ${ip}.`, error.details)
          : error;
      }),
  };
  throttles.set(database, throttle);
  return throttle;
}
