import type { Database } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailThrottle } from './mail-throttle.ts';

/** `login` is what somebody typed: a login, an e-mail address, or anything else. */
export type ResetWish = { login: string; ip: string; requestId: string | null };

/**
 * Takes note that somebody wants a new password. Whose it is, and whether anybody's, is looked up by a job afterwards: so the answer is the same, and takes
 * the same time, whatever was typed. RATE_LIMITED after too many from one network address.
 */
export async function askPasswordReset(wish: ResetWish, database: Database): Promise<void> {
  await mailThrottle(database).countAsking(wish.ip);
  await addJobs(database.manager, [{ task: 'begin-password-reset', payload: wish }]);
}
