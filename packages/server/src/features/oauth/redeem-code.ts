import { hashOf } from '../../access/secrets.ts';
import { actorOfApp } from '../apps/app-caller.ts';
import { endTokensOfCode } from '../tokens/end-user-tokens.ts';
import { keepUserToken, type UserToken } from '../tokens/keep-user-token.ts';
import { findPerson } from '../users/find-user.ts';
import { maySignIn } from '../users/sign-in.ts';
import { problemWithProof } from './application-authorization.rules.ts';
import { findCode, lockAuthorizationOfCode, markRedeemed } from './application-authorization.store.ts';
import type { ClientCaller, GrantRefusal } from './client-caller.ts';
import { recordIssue } from './record-issue.ts';

export type CodeToRedeem = { code: string; redirectUri: string | null; codeVerifier: string | null };

const NO_CODE: GrantRefusal = { refused: 'The code is not one of this client, or not any more.' };

/**
 * Exchanges a code for a token with which the App acts for the person who agreed, once. A code that comes a second time ends what it was exchanged for:
 * one of the two was not meant to have it. Of two at the same moment one wins, and ends with the other. (AP-7, RFC 6749, 4.1.2)
 */
export async function redeemCode(
  caller: ClientCaller,
  { code, redirectUri, codeVerifier }: CodeToRedeem,
): Promise<UserToken | GrantRefusal> {
  const { app, database, clock, settings } = caller;
  const codeHash = hashOf(code);
  return database.transaction(async (tx) => {
    const authorization = await lockAuthorizationOfCode(tx, app.id, codeHash);
    // Read once nobody else can redeem it.
    const found = authorization && (await findCode(tx, codeHash));
    if (!found) return NO_CODE;
    const challenge = codeVerifier === null ? null : hashOf(codeVerifier).toString('base64url');
    const problem = problemWithProof(found, { redirectUri, codeVerifier, challenge }, caller);
    if (problem !== null) return { refused: problem };
    const by = { actor: actorOfApp(app, caller), now: clock() };
    const { userId } = authorization;
    if (found.redeemedAt !== null) {
      await endTokensOfCode(tx, { appId: app.id, userId, codeId: found.id }, by, 'its code came a second time');
      return NO_CODE;
    }
    if (found.expiresAt <= by.now || !maySignIn(await findPerson(tx, userId), settings)) return NO_CODE;
    const made = await keepUserToken(tx, { app, userId, codeId: found.id }, by);
    await markRedeemed(tx, found.id, by.now);
    await recordIssue(tx, by, { app, userId, tokenId: made.tokenId }, 'oauth_access.create');
    return made;
  });
}
