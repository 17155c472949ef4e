import type { Tx } from '../../platform/database/database.ts';
import { writeSearchText } from './token-grant.store.ts';

/** The token's live grant is found by this text from now on. */
export const renameGrant = (tx: Tx, tokenId: number, searchText: string): Promise<unknown> =>
  writeSearchText(tx, tokenId, searchText);
