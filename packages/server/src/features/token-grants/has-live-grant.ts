import type { Tx } from '../../platform/database/database.ts';
import { findLiveGrants } from './token-grant.store.ts';

/** Whether the token's organization grants it anything now. */
export const hasLiveGrant = async (tx: Tx, tokenId: number): Promise<boolean> =>
  (await findLiveGrants(tx, [tokenId])).length > 0;
