import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { endGrantOfToken } from '../token-grants/end-grant-of-token.ts';
import { cancelPendingRequests } from '../token-requests/cancel-token-request.ts';
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
    await endGrantOfToken(tx, caller, token);
    await markDeleted(tx, id, caller.now);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: { userId },
        action: token.kind === 'CLASSIC' ? 'oauth_access.destroy' : 'personal_access_token.destroy',
        subject: { type: 'token', id, name: token.name },
        details: { explanation: 'deleted by its user' },
      },
    ]);
    return token;
  });
}
