import { makeTokenSecret } from '../../access/secrets.ts';
import type { AppCaller } from '../apps/app-caller.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { lockUserTokenOfApp, replaceSecret } from './application-token.store.ts';
import { findHeldUserToken, type UserToken } from './check-user-token.ts';

/**
 * An App's token for a person gets another secret, and the old one is dead in the same instant; when it ends, and what renews it, stays as it was.
 * NOT_FOUND for one that does not hold, and for every other secret; of two at once one finds none. (EX-6, TK-10)
 */
export function resetUserToken(caller: AppCaller, secret: string): Promise<UserToken & { secret: string }> {
  const { actor, now, database } = caller;
  return database.transaction(async (tx) => {
    const { token, person } = await findHeldUserToken(tx, caller, secret, lockUserTokenOfApp);
    const made = makeTokenSecret('APP_USER');
    const reset = await replaceSecret(tx, token, { secretHash: made.hash, lastEight: made.lastEight, issuedAt: now });
    await recordAudit(tx, actor, now, [
      {
        log: { userId: person.id },
        action: 'oauth_access.regenerate',
        subject: { type: 'token', id: token.id, name: token.name },
        details: { explanation: 'reset by its App' },
      },
    ]);
    return { token: reset, person, secret: made.secret };
  });
}
