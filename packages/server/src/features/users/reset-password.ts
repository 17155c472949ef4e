import type { Settings } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { personActor, recordAudit } from '../audit-log/record-audit.ts';
import { hashPassword } from './create-user.ts';
import { isKnownLink, linkDoesNotHold, takeLink } from './one-use-links.ts';
import { problemWithPassword } from './password.rules.ts';
import { replacePassword } from './replace-password.ts';
import { signInThrottle } from './sign-in-throttle.ts';
import { maySignIn } from './sign-in.ts';

type ResetInput = { secret: string; password: string } & Pick<Actor, 'ip' | 'requestId'>;
type At = { database: Database; settings: Settings; clock: () => Date };

/**
 * A new password for whoever was mailed the link; all their sessions end (SN-1). INVALID for a password that is none, which does not use the link up; UNAUTHENTICATED
 * in the same words for a link that is unknown, used or too old, and for a person who may not sign in.
 */
export async function resetPassword(
  { secret, password, ...from }: ResetInput,
  { database, settings, clock }: At,
): Promise<void> {
  const problem = problemWithPassword(password);
  if (problem) throw invalid({ password: problem });
  // An argon2 is only spent on a link that there is.
  if (!(await isKnownLink(database, secret, 'RESET_PASSWORD'))) throw linkDoesNotHold();
  const passwordHash = await hashPassword(password);
  const { login } = await database.transaction(async (tx) => {
    const { user } = await takeLink(tx, secret, 'RESET_PASSWORD', clock);
    if (!maySignIn(user, settings)) throw linkDoesNotHold();
    const now = clock();
    await replacePassword(tx, { userId: user.id, passwordHash, sessionId: null, now });
    await recordAudit(tx, personActor(user, from), now, [{ log: { userId: user.id }, action: 'user.reset_password' }]);
    return user;
  });
  await signInThrottle(database).forget(login);
}
