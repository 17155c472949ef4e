import type { Level, PermissionMap } from '@countersign/schema';
import { In, IsNull, Not } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { PERSONAL_KINDS, type PersonalKind, Token, TokenPermission, TokenRepository } from './token.entity.ts';
import type { TokenStatus } from './token.rules.ts';

export type NewToken = Omit<Token, 'id' | 'scopes' | 'lastUsedAt' | 'revokedAt' | 'deletedAt'> & { scopes?: string[] };

/** Null when the user has a token of that name. */
export async function insertToken(tx: Tx, token: NewToken): Promise<Token | null> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(Token)
    .values(token)
    .orIgnore()
    .returning('id')
    .execute();
  const [row] = inserted.raw as { id: number }[];
  return row
    ? tx.create(Token, { scopes: [], ...token, id: row.id, lastUsedAt: null, revokedAt: null, deletedAt: null })
    : null;
}

export async function insertReach(
  tx: Tx,
  tokenId: number,
  permissions: PermissionMap,
  repositoryIds: readonly number[],
) {
  const keys = Object.keys(permissions);
  if (keys.length > 0)
    await tx.query(
      'INSERT INTO token_permissions (token_id, key, level) SELECT $1, * FROM unnest($2::text[], $3::text[])',
      [tokenId, keys, Object.values(permissions)],
    );
  if (repositoryIds.length > 0)
    await tx.query('INSERT INTO token_repositories (token_id, repository_id) SELECT $1, unnest($2::bigint[])', [
      tokenId,
      repositoryIds,
    ]);
}

/** Serializes what counts a person's tokens. */
export const lockUserForTokens = (tx: Tx, userId: number): Promise<{ emailVerifiedAt: Date | null }[]> =>
  tx.query('SELECT email_verified_at AS "emailVerifiedAt" FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);

export const countActiveFineGrained = (tx: Tx, userId: number, now: Date): Promise<number> =>
  tx
    .createQueryBuilder(Token, 'token')
    .where({ userId, kind: 'FINE_GRAINED' })
    .andWhere(
      'token.deletedAt IS NULL AND token.revokedAt IS NULL AND (token.expiresAt IS NULL OR token.expiresAt > :now)',
      { now },
    )
    .getCount();

/** Tokens by id, whatever their state: what others show of them goes on being shown. */
export const findTokens = (tx: Tx, ids: readonly number[]): Promise<Token[]> =>
  tx
    .createQueryBuilder(Token, 'token')
    .where('token.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

const ownTokens = (tx: Tx, userId: number, kinds: readonly PersonalKind[]) =>
  tx
    .createQueryBuilder(Token, 'token')
    .where({ userId, kind: In(kinds) })
    .andWhere('token.deletedAt IS NULL');

/** One that the person made and did not delete. */
export const findOwnToken = (tx: Tx, userId: number, id: number): Promise<Token | null> =>
  ownTokens(tx, userId, PERSONAL_KINDS).andWhere({ id }).getOne();

/** The same, of one of the kinds; locked: what hangs on the token comes one after the other. */
export const lockOwnToken = (
  tx: Tx,
  userId: number,
  id: number,
  kinds: readonly PersonalKind[] = PERSONAL_KINDS,
): Promise<Token | null> =>
  ownTokens(tx, userId, kinds).andWhere({ id }).setLock('for_no_key_update', undefined, ['token']).getOne();

/** Whether another of the person's tokens has the name. Told for good to who holds `lockUserForTokens`. */
export const isNameTaken = (tx: Tx, { userId, id, name }: { userId: number; id: number; name: string }) =>
  tx.existsBy(Token, { userId, name, id: Not(id), deletedAt: IsNull() });

type Change = Partial<
  Pick<Token, 'name' | 'description' | 'scopes' | 'secretHash' | 'lastEight' | 'issuedAt' | 'expiresAt'>
>;

/** The token as it is from now on. */
export async function updateToken(tx: Tx, token: Token, change: Change): Promise<Token> {
  await tx.update(Token, { id: token.id }, change);
  return Object.assign(tx.create(Token, token), change);
}

export type TokenListing = { userId: number; kind?: Token['kind'] | null; status?: TokenStatus | null; now: Date };

/** The tokens that the person made and did not delete, newest first. */
export function findOwnTokens(tx: Tx, { userId, kind, status, now }: TokenListing, page: Page): Promise<PageOf<Token>> {
  const query = ownTokens(
    tx,
    userId,
    PERSONAL_KINDS.filter((personal) => !kind || kind === personal),
  );
  if (status === 'REVOKED') query.andWhere('token.revokedAt IS NOT NULL');
  if (status === 'EXPIRED') query.andWhere('token.revokedAt IS NULL AND token.expiresAt <= :now', { now });
  if (status === 'ACTIVE')
    query.andWhere('token.revokedAt IS NULL AND (token.expiresAt IS NULL OR token.expiresAt > :now)', { now });
  return pageOf(query, page, { by: 'token.createdAt', direction: 'DESC' });
}

export const markDeleted = (tx: Tx, id: number, deletedAt: Date) => tx.update(Token, { id }, { deletedAt });

export const findPermissions = (
  tx: Tx,
  tokenIds: readonly number[],
): Promise<{ id: number; key: string; level: Level }[]> =>
  tx
    .createQueryBuilder(TokenPermission, 'permission')
    .select(['permission.token_id AS id', 'permission.key AS key', 'permission.level AS level'])
    .where('permission.tokenId = ANY(:ids)', { ids: [...tokenIds] })
    .orderBy('permission.key')
    .getRawMany();

export const findRepositoryIds = (
  tx: Tx,
  tokenIds: readonly number[],
): Promise<{ id: number; repositoryId: number }[]> =>
  tx
    .createQueryBuilder(TokenRepository, 'chosen')
    .select(['chosen.token_id AS id', 'chosen.repository_id AS "repositoryId"'])
    .where('chosen.tokenId = ANY(:ids)', { ids: [...tokenIds] })
    .orderBy('chosen.repository_id')
    .getRawMany();
