import { LessThanOrEqual } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { Token } from '../tokens/token.entity.ts';

const userTokens = (tx: Tx, appId: number, secretHash: Buffer) =>
  tx.createQueryBuilder(Token, 'token').where({ kind: 'APP_USER', appId, secretHash });

/** The App's token for a person that has this secret, whatever its state. */
export const findUserTokenOfApp = (tx: Tx, appId: number, secretHash: Buffer): Promise<Token | null> =>
  userTokens(tx, appId, secretHash).getOne();

/** The same; locked: of two that give it another secret one finds none. */
export const lockUserTokenOfApp = (tx: Tx, appId: number, secretHash: Buffer): Promise<Token | null> =>
  userTokens(tx, appId, secretHash).setLock('for_no_key_update', undefined, ['token']).getOne();

/** Whether the token ended at a moment, or before it. */
export const hadEndedBy = (tx: Tx, id: number, moment: Date): Promise<boolean> =>
  tx.existsBy(Token, { id, revokedAt: LessThanOrEqual(moment) });

/** The token with another secret in place of its own. */
export async function replaceSecret(
  tx: Tx,
  token: Token,
  change: Pick<Token, 'secretHash' | 'lastEight' | 'issuedAt'>,
): Promise<Token> {
  await tx.update(Token, { id: token.id }, change);
  return Object.assign(tx.create(Token, token), change);
}
