import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endGrantsWithTokens } from '../token-grants/end-grants-with-tokens.ts';
import { cancelPendingRequests } from '../token-requests/cancel-token-request.ts';
import { entryOfEnd } from './entry-of-end.ts';
import type { PersonalKind, Token } from './token.entity.ts';
import { lockOwnToken, markDeleted } from './token.store.ts';

/**
 * Deletes one of the person's own tokens: dead at once, with its grant and its waiting request; never restored (TK-12, RQ-8).
 * `kinds` are those it may be of, where its id said so.
 */
export async function deleteToken(caller: Caller, id: number, kinds?: readonly PersonalKind[]): Promise<Token> {
  const userId = caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const token = await lockOwnToken(tx, userId, id, kinds);
    if (!token) throw notFound('The token');
    // The token before its requests before its grant: nobody can ask for it, or decide on it, in between.
    await cancelPendingRequests(tx, caller, { tokenId: id }, 'token_deleted');
    const by = { actor: caller.viewer.actor, now: caller.now };
    await endGrantsWithTokens(tx, by, [token], 'TOKEN_DELETED');
    await markDeleted(tx, id, caller.now);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfEnd(token, 'destroyed', { explanation: 'deleted by its user' }),
    ]);
    return token;
  });
}
