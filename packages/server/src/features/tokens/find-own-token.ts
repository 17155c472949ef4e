import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { TokenReach } from './token-reach.rules.ts';
import type { Token } from './token.entity.ts';
import { findReaches, lockOwnToken } from './token.store.ts';

/** One of the person's own fine-grained tokens; locked, so that whatever its person does with it comes one after the other. */
export async function lockOwnFineGrainedToken(tx: Tx, userId: number, id: number): Promise<Token> {
  const token = await lockOwnToken(tx, userId, id, ['FINE_GRAINED']);
  if (!token) throw notFound('The token');
  return token;
}

/** What the token is made to do: what it waits for, else what is in force. */
export async function findReach(tx: Tx, tokenId: number): Promise<TokenReach> {
  const [found] = await findReaches(tx, [tokenId]);
  return found!.reach;
}
