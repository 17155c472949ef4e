import type { Caller, Settings } from '../../access/caller.ts';
import { makeSessionSecret } from '../../access/secrets.ts';
import { AppError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { personActor, recordAudit } from '../audit-log/record-audit.ts';
import { findUserByLogin } from './find-user.ts';
import { passwordFits } from './password-fits.ts';
import { provePassword } from './prove-password.ts';
import { deleteSession, insertSession, renewPassword } from './session.store.ts';
import { signInThrottle } from './sign-in-throttle.ts';
import type { User } from './user.entity.ts';
import { holdUser } from './user.store.ts';

export type SignInInput = { login: string; password: string; ip: string; requestId: string | null };
type At = { database: Database; now: Date; settings: Settings };

const refused = () => new AppError('UNAUTHENTICATED', 'Incorrect login or password.');

/** Suspended people may not, nor demonstration accounts outside demonstration mode. (SN-6) */
export const maySignIn = (user: User, { demonstration }: Pick<Settings, 'demonstration'>): boolean =>
  !user.suspendedAt && (!user.isDemonstration || demonstration);

/**
 * A new session for login and password; returns its secret (SN-1). UNAUTHENTICATED in the same words for an unknown login, a wrong password,
 * a suspended person and a demonstration account outside demonstration mode; RATE_LIMITED after too many failures for one login or address (SN-2).
 */
export async function signIn(
  { login, password, ip, requestId }: SignInInput,
  { database, now, settings }: At,
): Promise<string> {
  const throttle = signInThrottle(database);
  await throttle.countTry(login, ip);
  const user = await findUserByLogin(database.manager, login);
  const fits = await passwordFits(user, password);
  if (!user) throw refused();
  const { id: userId } = user;
  const actor = personActor(user, { ip, requestId });
  if (!fits || !maySignIn(user, settings)) {
    await recordAudit(database.manager, actor, now, [{ log: { userId }, action: 'user.failed_login' }]);
    throw refused();
  }
  const { secret, hash: secretHash } = makeSessionSecret();
  await database.transaction(async (tx) => {
    // A password that was changed meanwhile ended all sessions: this one must not come after it. (SN-1)
    if ((await holdUser(tx, userId))?.passwordHash !== user.passwordHash) throw refused();
    await insertSession(tx, { secretHash, userId, createdAt: now, lastSeenAt: now, passwordGivenAt: now });
    await recordAudit(tx, actor, now, [{ log: { userId }, action: 'user.login' }]);
  });
  await throttle.forgive(login, ip);
  return secret;
}

/** Ends the session; one that has ended already is no error. */
export async function signOut({ viewer, database, now }: Caller, secretHash: Buffer): Promise<void> {
  await database.transaction(async (tx) => {
    await deleteSession(tx, secretHash);
    if (viewer.userId !== null)
      await recordAudit(tx, viewer.actor, now, [{ log: { userId: viewer.userId }, action: 'user.logout' }]);
  });
}

/** The password again, before credentials are made (SN-3). Throttled like signing in. */
export async function confirmPassword(caller: Caller, password: string): Promise<void> {
  const { forgive } = await provePassword(caller, { field: 'password', password });
  await forgive();
  await renewPassword(caller.database.manager, caller.viewer.actor.credentialId!, caller.now);
}
