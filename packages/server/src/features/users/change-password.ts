import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { hashPassword } from './create-user.ts';
import { problemWithPassword } from './password.rules.ts';
import { provePassword, wrongPassword } from './prove-password.ts';
import { replacePassword } from './replace-password.ts';
import { renewPassword } from './session.store.ts';
import { lockUser } from './user.store.ts';

/**
 * Another password, for whoever is signed in and knows the one of now; all their other sessions end (SN-1). INVALID for a new one that is none; UNAUTHENTICATED for a
 * wrong one, with the field `current`, throttled like signing in (SN-2).
 */
export async function changePassword(
  caller: Caller,
  { current, password }: { current: string; password: string },
): Promise<void> {
  const { viewer, database, now } = caller;
  viewer.mustBeSession();
  const problem = problemWithPassword(password);
  if (problem) throw invalid({ password: problem });
  const { user: known, forgive } = await provePassword(caller, { field: 'current', password: current });
  const passwordHash = await hashPassword(password);
  const { credentialId } = viewer.actor;

  await database.transaction(async (tx) => {
    const user = await lockUser(tx, known.id);
    // Of two changes at the same moment the second does not know the password any more.
    if (user?.passwordHash !== known.passwordHash) throw wrongPassword('current');
    await replacePassword(tx, { userId: known.id, passwordHash, sessionId: credentialId, now });
    await renewPassword(tx, credentialId!, now);
    await recordAudit(tx, viewer.actor, now, [{ log: { userId: known.id }, action: 'user.change_password' }]);
  });
  await forgive();
}
