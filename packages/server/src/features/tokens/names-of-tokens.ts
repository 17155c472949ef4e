import type { Tx } from '../../platform/database/database.ts';
import { findTokens } from './token.store.ts';

/** What the tokens are called, by id. */
export async function namesOfTokens(tx: Tx, ids: readonly number[]): Promise<Map<number, string>> {
  return new Map((await findTokens(tx, ids)).map(({ id, name }) => [id, name]));
}
