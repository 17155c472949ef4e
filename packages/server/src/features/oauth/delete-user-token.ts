import { tokenKindOf } from '@countersign/schema';
import { tokenHolds } from '../../access/access.rules.ts';
import { hashOf } from '../../access/secrets.ts';
import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { AppCaller } from '../apps/app-caller.ts';
import { endUserToken } from '../tokens/end-user-tokens.ts';
import type { Token } from '../tokens/token.entity.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { lockAuthorization } from './application-authorization.store.ts';
import { findUserTokenOfApp } from './application-token.store.ts';
import { endAuthorization } from './end-authorization.ts';

// NOT_FOUND for a token that does not hold, and for every other secret; of two at the same moment one finds none. A suspended person's can be ended:
// that lets nobody do anything. (EX-6, EX-9)

/** An App ends one of its tokens for a person, with its refresh token. */
export const deleteUserToken = (caller: AppCaller, secret: string): Promise<void> =>
  withLocked(caller, secret, (tx, { token }) => endUserToken(tx, token.id, caller, 'deleted by its App'));

/** An App acts no more for the person of one of its tokens: all that it has for them ends, and it has to ask again. */
export const deleteApplicationGrant = (caller: AppCaller, secret: string): Promise<void> =>
  withLocked(caller, secret, (tx, { authorization }) =>
    endAuthorization(tx, authorization, caller, 'deleted by its App'),
  );

type Locked = { token: Token; authorization: ApplicationAuthorization };

async function withLocked(
  { asking, database, now }: AppCaller,
  secret: string,
  end: (tx: Tx, locked: Locked) => Promise<void>,
): Promise<void> {
  if (tokenKindOf(secret) !== 'APP_USER') throw notFound('The token');
  const secretHash = hashOf(secret);
  return database.transaction(async (tx) => {
    const found = await findUserTokenOfApp(tx, asking.id, secretHash);
    const authorization = found && (await lockAuthorization(tx, { appId: asking.id, userId: found.userId! }));
    // Once more: another may have ended it while this one waited.
    const token = authorization && (await findUserTokenOfApp(tx, asking.id, secretHash));
    if (!token || !tokenHolds(token, { suspendedAt: null }, now)) throw notFound('The token');
    await end(tx, { token, authorization });
  });
}
