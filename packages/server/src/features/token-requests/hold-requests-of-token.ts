import type { Tx } from '../../platform/database/database.ts';
import { lockPending, lockRequestsOfToken } from './token-request-closing.store.ts';
import type { TokenRequest } from './token-request.entity.ts';

/** The token's request that waits, or all that it ever had; locked in id order. While they are held nobody decides what waits. */
export const holdRequestsOfToken = (tx: Tx, tokenId: number, which: 'PENDING' | 'ALL'): Promise<TokenRequest[]> =>
  which === 'PENDING' ? lockPending(tx, { tokenId }) : lockRequestsOfToken(tx, tokenId);
