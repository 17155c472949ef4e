import type { Tx } from '../../platform/database/database.ts';
import type { TokenRequest } from '../token-requests/token-request.entity.ts';
import { endGrantsOfTokens, insertGrants } from './token-grant.store.ts';

/** Grants tokens what their approved requests ask, in place of what was granted before. The statements do not depend on how many. (RQ-5) */
export async function grantTokens(tx: Tx, requests: readonly TokenRequest[], now: Date): Promise<void> {
  const tokenIds = requests.map(({ tokenId }) => tokenId);
  await endGrantsOfTokens(tx, tokenIds, { at: now, cause: 'REPLACED' });
  await insertGrants(
    tx,
    requests.map(({ id }) => id),
    now,
  );
}
