import type { Tx } from '../../platform/database/database.ts';
import { renameGrant } from '../token-grants/rename-grant.ts';
import { searchTextOf } from './search-text.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { writeSearchTexts } from './token-request.store.ts';

/** All requests of a token, and its grant, are found by its new name from now on. The requests are locked. (TK-11) */
export async function renameRequests(
  tx: Tx,
  requests: readonly TokenRequest[],
  tokenName: string,
  requester: string,
): Promise<void> {
  if (requests.length === 0) return;
  const texts = requests.map(({ id, reason }) => ({ id, text: searchTextOf(tokenName, requester, reason) }));
  await writeSearchTexts(tx, texts);
  // What stands was granted for the reason that was approved last.
  const granted = requests.findLast(({ status }) => status === 'APPROVED');
  if (granted) await renameGrant(tx, granted.tokenId, searchTextOf(tokenName, requester, granted.reason));
}
