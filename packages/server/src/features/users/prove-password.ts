import type { Caller } from '../../access/caller.ts';
import { AppError } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { passwordFits } from './password-fits.ts';
import { signInThrottle } from './sign-in-throttle.ts';
import type { User } from './user.entity.ts';
import { findUsers } from './user.store.ts';

const WRONG = 'That is not your password.';
/** It names the field that was wrong, which tells it from a session that has ended. */
export const wrongPassword = (field: 'password' | 'current') =>
  new AppError('UNAUTHENTICATED', WRONG, { fields: { [field]: WRONG } });

/**
 * The person who is signed in, if this is their password. As at signing in, tries are throttled, and one that fails stands in the security log (SN-2): whoever
 * found a browser open must not guess in peace. What is done with the password then says `forgive` when it is done.
 */
export async function provePassword(
  { viewer, database, now }: Caller,
  { field, password }: { field: 'password' | 'current'; password: string },
): Promise<{ user: User; forgive: () => Promise<void> }> {
  const userId = viewer.mustBeSession();
  const { login, ip } = viewer.actor;
  const throttle = signInThrottle(database);
  await throttle.countTry(login!, ip ?? '');
  const [user] = await findUsers(database.manager, [userId]);
  if (!user || !(await passwordFits(user, password))) {
    await recordAudit(database.manager, viewer.actor, now, [{ log: { userId }, action: 'user.failed_login' }]);
    throw wrongPassword(field);
  }
  return { user, forgive: () => throttle.forgive(login!, ip ?? '') };
}
