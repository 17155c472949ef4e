import { tokenKindOf } from '@countersign/schema';
import { hashOf } from '../../access/secrets.ts';
import type { Tx } from '../../platform/database/database.ts';
import { actorOfApp } from '../apps/app-caller.ts';
import { endTokensOfCode } from '../tokens/end-user-tokens.ts';
import { replaceUserToken, type UserToken } from '../tokens/keep-user-token.ts';
import type { By } from '../tokens/revoke-tokens.ts';
import { REUSE_GRACE } from '../tokens/user-token.rules.ts';
import { findPerson } from '../users/find-user.ts';
import { maySignIn } from '../users/sign-in.ts';
import { type HeldRefreshToken, lockAuthorizationOfRefreshToken } from './application-authorization.store.ts';
import { hadEndedBy } from './application-token.store.ts';
import type { ClientCaller, GrantRefusal } from './client-caller.ts';
import { recordIssue } from './record-issue.ts';

const NO_TOKEN: GrantRefusal = { refused: 'The refresh token is not one of this client, or not any more.' };

/**
 * Exchanges a refresh token for a new pair, once: it and the token that it renews are dead in the same instant. Of two at the same moment one wins.
 * One that comes again later ends what came of it: one of the two was not meant to have it. (EX-8, RFC 6749, 6; RFC 9700, 4.14.2)
 */
export async function renewUserToken(caller: ClientCaller, secret: string): Promise<UserToken | GrantRefusal> {
  const { app, database, clock, settings } = caller;
  if (tokenKindOf(secret) !== 'APP_REFRESH') return NO_TOKEN;
  return database.transaction(async (tx) => {
    const held = await lockAuthorizationOfRefreshToken(tx, app.id, hashOf(secret));
    if (!held) return NO_TOKEN;
    const { userId } = held.authorization;
    const by = { actor: actorOfApp(app, caller), now: clock() };
    const isLetIn = maySignIn(await findPerson(tx, userId), settings);
    const made = isLetIn ? await replaceUserToken(tx, { app, userId, ...held }, by) : null;
    if (!made) {
      await endWhatCameOf(tx, held, by);
      return NO_TOKEN;
    }
    await recordIssue(tx, by, { app, userId, tokenId: made.tokenId }, 'oauth_access.regenerate');
    return made;
  });
}

/** Of a refresh token that ended a while ago: of the same device, and nothing where it was not used but revoked, as all of that ended with it. */
async function endWhatCameOf(
  tx: Tx,
  { authorization: { appId, userId }, refreshId, codeId }: HeldRefreshToken,
  by: By,
): Promise<void> {
  if (codeId === null || !(await hadEndedBy(tx, refreshId, new Date(by.now.getTime() - REUSE_GRACE)))) return;
  await endTokensOfCode(tx, { appId, userId, codeId }, by, 'its refresh token came a second time');
}
