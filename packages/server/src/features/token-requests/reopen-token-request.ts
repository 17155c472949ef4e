import type { Caller } from '../../access/caller.ts';
import type { Tx } from '../../platform/database/database.ts';
import { cancelPendingRequests } from './cancel-token-request.ts';
import { type Asked, submitTokenRequest } from './submit-token-request.ts';

/**
 * Where a request of the token waits, it ends and another one asks the same anew, for the reason given then: the token has become more than those who decide
 * have seen (RQ-12). Nothing where none waits. The token is locked.
 */
export async function reopenTokenRequest(tx: Tx, caller: Caller, asked: Omit<Asked, 'reason'>): Promise<void> {
  const [waiting] = await cancelPendingRequests(tx, caller, { tokenId: asked.token.id }, 'replaced');
  if (waiting) await submitTokenRequest(tx, caller, { ...asked, reason: waiting.reason });
}
