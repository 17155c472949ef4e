import type { Caller } from '../../access/caller.ts';
import { invalid, unauthenticated } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { hashPassword } from './create-user.ts';
import { problemWithPassword } from './password.rules.ts';
import { replacePassword } from './replace-password.ts';
import { renewPassword } from './session.store.ts';
import { signInThrottle } from './sign-in-throttle.ts';
import { passwordFits } from './sign-in.ts';
import { findUsers, lockUser } from './user.store.ts';

const wrongPassword = () => unauthenticated('That is not your password.');

/**
 * Another password, for whoever is signed in and knows the one of now; all their other sessions end (SN-1). INVALID for a new one that is none; UNAUTHENTICATED for a
 * wrong one, throttled like signing in (SN-2).
 */
export async function changePassword(
  { viewer, database, now }: Caller,
  { current, password }: { current: string; password: string },
): Promise<void> {
  const userId = viewer.mustBeSession();
  const { login, credentialId, ip } = viewer.actor;
  const problem = problemWithPassword(password);
  if (problem) throw invalid({ password: problem });
  const throttle = signInThrottle(database);
  await throttle.countTry(login!, ip ?? '');
  const [known] = await findUsers(database.manager, [userId]);
  if (!known || !(await passwordFits(known, current))) throw wrongPassword();
  const passwordHash = await hashPassword(password);

  await database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    // Of two changes at the same moment the second does not know the password any more.
    if (user?.passwordHash !== known.passwordHash) throw wrongPassword();
    await replacePassword(tx, { userId, passwordHash, sessionId: credentialId, now });
    await renewPassword(tx, credentialId!, now);
    await recordAudit(tx, viewer.actor, now, [{ log: { userId }, action: 'user.change_password' }]);
  });
  await throttle.forgive(login!, ip ?? '');
}
