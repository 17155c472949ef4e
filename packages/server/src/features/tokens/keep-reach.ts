import type { Tx } from '../../platform/database/database.ts';
import type { TokenReach } from './token-reach.rules.ts';
import type { Token } from './token.entity.ts';
import { replaceReach, updateToken } from './token.store.ts';

/** The token is made to do this from now on, whatever it was before; who calls holds the token's lock. */
export async function keepReach(tx: Tx, token: Token, reach: TokenReach): Promise<Token> {
  await replaceReach(tx, token.id, reach);
  return updateToken(tx, token, { repositorySelection: reach.repositorySelection });
}
