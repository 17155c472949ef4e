import { tokenKindOf } from '@countersign/schema';
import { hashOf } from '../../access/secrets.ts';
import { actorOfApp } from '../apps/app-caller.ts';
import { replaceUserToken, type UserToken } from '../tokens/keep-user-token.ts';
import { maySignIn } from '../users/sign-in.ts';
import { lockAuthorizationOfRefreshToken, passOnCode } from './application-authorization.store.ts';
import { findHolder } from './application-token.store.ts';
import type { ClientCaller, GrantRefusal } from './client-caller.ts';
import { recordIssue } from './record-issue.ts';

const NO_TOKEN: GrantRefusal = { refused: 'The refresh token is not one of this client, or not any more.' };

/**
 * Exchanges a refresh token for a new pair, once: it and the token that it renews are dead in the same instant. Of two at the same moment one wins.
 * (EX-8, RFC 6749, 6)
 */
export async function renewUserToken(caller: ClientCaller, secret: string): Promise<UserToken | GrantRefusal> {
  const { app, database, clock, settings } = caller;
  if (tokenKindOf(secret) !== 'APP_REFRESH') return NO_TOKEN;
  return database.transaction(async (tx) => {
    const held = await lockAuthorizationOfRefreshToken(tx, app.id, hashOf(secret));
    if (!held) return NO_TOKEN;
    const { userId } = held.authorization;
    const by = { actor: actorOfApp(app, caller), now: clock() };
    if (!maySignIn(await findHolder(tx, userId), settings)) return NO_TOKEN;
    const made = await replaceUserToken(tx, { app, userId, ...held }, by);
    if (!made) return NO_TOKEN;
    // Who brings the code again still ends what came of it.
    await passOnCode(tx, held.renewedId, made.tokenId);
    await recordIssue(tx, by, { app, userId, tokenId: made.tokenId }, 'oauth_access.regenerate');
    return made;
  });
}
