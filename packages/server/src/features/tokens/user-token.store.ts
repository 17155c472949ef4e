import type { Tx } from '../../platform/database/database.ts';
import { Token } from './token.entity.ts';

type Secret = { hash: Buffer; lastEight: string };
export type NewUserToken = {
  appId: number;
  userId: number;
  codeId: number | null;
  name: string;
  at: Date;
  access: Secret & { expiresAt: Date | null };
  refresh: (Secret & { expiresAt: Date }) | null;
};

/** The id of the token; its refresh token is stored beside it. Plain SQL: both in one statement. */
export async function insertUserToken(
  tx: Tx,
  { appId, userId, codeId, name, at, access, refresh }: NewUserToken,
): Promise<number> {
  const rows: { id: number }[] = await tx.query(
    `WITH access AS (
       INSERT INTO tokens (kind, app_id, user_id, name, created_at, issued_at, authorization_code_id, secret_hash, last_eight, expires_at)
       VALUES ('APP_USER', $1, $2, $3, $4, $4, $5, $6, $7, $8) RETURNING id
     ), refresh AS (
       INSERT INTO tokens (kind, app_id, user_id, name, created_at, issued_at, authorization_code_id, secret_hash, last_eight, expires_at, renews_token_id)
       SELECT 'APP_REFRESH', $1, $2, $3, $4, $4, $5, $9::bytea, $10::text, $11::timestamptz, id FROM access WHERE $9::bytea IS NOT NULL
     )
     SELECT id FROM access`,
    [
      ...[appId, userId, name, at, codeId],
      ...[access.hash, access.lastEight, access.expiresAt],
      ...[refresh?.hash ?? null, refresh?.lastEight ?? null, refresh?.expiresAt ?? null],
    ],
  );
  return rows[0]!.id;
}

const holding = (tx: Tx, now: Date) =>
  tx
    .createQueryBuilder(Token, 'token')
    .where('token.revoked_at IS NULL AND token.deleted_at IS NULL')
    .andWhere('(token.expires_at IS NULL OR token.expires_at > :now)', { now })
    .orderBy('token.id')
    .setLock('for_no_key_update', undefined, ['token']);

const ofPerson = (tx: Tx, of: { appId: number; userId: number }, now: Date) =>
  holding(tx, now).andWhere('token.app_id = :appId AND token.user_id = :userId', of);

/** What an App has for a person and holds, refresh tokens too; locked in id order. */
export const lockUserTokens = (
  tx: Tx,
  { appId, userId }: { appId: number; userId: number },
  now: Date,
): Promise<Token[]> => ofPerson(tx, { appId, userId }, now).getMany();

/** What came of a code, and holds; locked in id order. */
export const lockTokensOfCode = (
  tx: Tx,
  { appId, userId, codeId }: { appId: number; userId: number; codeId: number },
  now: Date,
): Promise<Token[]> =>
  ofPerson(tx, { appId, userId }, now).andWhere('token.authorization_code_id = :codeId', { codeId }).getMany();

/** A token and what it is renewed with, those of them that hold; locked in id order. */
export const lockPair = (tx: Tx, tokenId: number, now: Date): Promise<Token[]> =>
  holding(tx, now)
    .andWhere(
      'token.id IN (SELECT :tokenId::bigint UNION ALL SELECT id FROM tokens WHERE renews_token_id = :tokenId)',
      { tokenId },
    )
    .getMany();
