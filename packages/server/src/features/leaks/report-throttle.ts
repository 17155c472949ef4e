import { AppError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { networkOf } from '../../platform/http/drawer-of.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';

const LIMIT = { name: 'report from', most: 60, seconds: 60 * 60 };

/** Somebody at a network address reports secrets. RATE_LIMITED, in GitHub's words, when it is one time too many: nobody tries out secrets by reporting them. (EX-5) */
export const countReport = (database: Database, ip: string): Promise<void> =>
  countOne(limiterOf(database, LIMIT), networkOf(ip)).catch((error: unknown) => {
    throw error instanceof AppError
      ? new AppError('RATE_LIMITED', `API rate limit exceeded for ${ip}.`, error.details)
      : error;
  });
