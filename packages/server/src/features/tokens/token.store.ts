import type { PermissionMap } from '@countersign/schema';
import { In, IsNull, Not } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { lookUpRows } from '../../platform/database/look-up-rows.ts';
import type { TokenReach } from './token-reach.rules.ts';
import {
  PERSONAL_KINDS,
  type PersonalKind,
  Token,
  type TokenDoor,
  TokenPermission,
  TokenRepository,
} from './token.entity.ts';
import type { TokenStatus } from './token.rules.ts';

export type NewToken = Omit<Token, 'id' | keyof typeof NOTHING_YET | keyof typeof ABSENT> &
  Partial<Pick<Token, keyof typeof ABSENT>>;

/** What most tokens do not have. */
const ABSENT = { appId: null, renewsTokenId: null, authorizationCodeId: null, scopes: [] as string[] };
/** What has not happened to a token that was just made. */
const NOTHING_YET = { lastUsedAt: null, lastUsedDoor: null, revokedAt: null, deletedAt: null };

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
  return row ? tx.create(Token, { ...ABSENT, ...token, id: row.id, ...NOTHING_YET }) : null;
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
  tx.query(
    `SELECT address.verified_at AS "emailVerifiedAt"
       FROM users person JOIN email_addresses address ON address.user_id = person.id AND address.address = person.email
      WHERE person.id = $1 FOR NO KEY UPDATE OF person`,
    [userId],
  );

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
const FIND_TOKENS = { name: 'find-tokens', entity: Token, where: 'id = ANY($1::bigint[])' };

export const findTokens = (tx: Tx, ids: readonly number[]): Promise<Token[]> => lookUpRows(tx, FIND_TOKENS, [ids]);

/** All of a token that is shown to others than its person. */
export type ReviewedToken = Pick<Token, (typeof REVIEWED)[number]>;
const REVIEWED = [
  'id',
  'userId',
  'organizationId',
  'name',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
  'deletedAt',
] as const;
const FIND_REVIEWED = { ...FIND_TOKENS, name: 'find-reviewed-tokens', properties: REVIEWED };

export const findReviewedTokens = (tx: Tx, ids: readonly number[]): Promise<ReviewedToken[]> =>
  lookUpRows(tx, FIND_REVIEWED, [ids]);

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

/** Whether another of the tokens that the person made has the name. Told for good to who holds `lockUserForTokens`. */
export const isNameTaken = (tx: Tx, { userId, id, name }: { userId: number; id: number; name: string }) =>
  tx.existsBy(Token, { userId, name, id: Not(id), deletedAt: IsNull(), appId: IsNull() });

type Change = Partial<
  Pick<
    Token,
    'name' | 'description' | 'scopes' | 'secretHash' | 'lastEight' | 'issuedAt' | 'expiresAt' | 'repositorySelection'
  >
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

/**
 * What tokens are made to do: what they wait for; else what is granted; else, where the last that was asked was refused, what was in force
 * when it was asked; else what was asked last. Plain SQL: requests and grants say which of them it is.
 */
export const findReaches = (tx: Tx, tokenIds: readonly number[]): Promise<{ id: number; reach: TokenReach }[]> =>
  tx.query(
    `SELECT token.id, json_build_object(
              'repositorySelection', coalesce(shown.repository_selection, token.repository_selection),
              'permissions', coalesce(
                CASE WHEN shown.id IS NULL
                     THEN (SELECT json_object_agg(key, level ORDER BY key) FROM token_permissions WHERE token_id = token.id)
                     ELSE (SELECT json_object_agg(key, level ORDER BY key) FROM token_grant_permissions WHERE grant_id = shown.id) END, '{}'),
              'repositoryIds', coalesce(
                CASE WHEN shown.id IS NULL
                     THEN (SELECT json_agg(repository_id ORDER BY repository_id) FROM token_repositories WHERE token_id = token.id)
                     ELSE (SELECT json_agg(repository_id ORDER BY repository_id) FROM token_grant_repositories WHERE grant_id = shown.id) END, '[]')
            ) AS reach
       FROM tokens token
       LEFT JOIN LATERAL (
         SELECT status, previous_grant_id FROM token_requests WHERE token_id = token.id ORDER BY id DESC LIMIT 1) latest ON true
       LEFT JOIN token_grants live ON live.token_id = token.id AND live.ended_at IS NULL
       LEFT JOIN token_grants shown ON shown.id = CASE
         WHEN latest.status = 'PENDING' THEN NULL
         WHEN live.id IS NOT NULL THEN live.id
         WHEN latest.status IN ('DENIED', 'CANCELLED') THEN latest.previous_grant_id END
      WHERE token.id = ANY($1)`,
    [tokenIds],
  );

/** What the token's own rows say it is made to do. Four statements at most, however much that is. */
export async function replaceReach(tx: Tx, tokenId: number, { permissions, repositoryIds }: TokenReach): Promise<void> {
  await tx.delete(TokenPermission, { tokenId });
  await tx.delete(TokenRepository, { tokenId });
  await insertReach(tx, tokenId, permissions, repositoryIds);
}

export type TokenUse = { tokenId: number; at: Date; door: TokenDoor };

/**
 * Writes uses that are later than what is known. Plain SQL: one statement for any number, which takes its locks in id order, as several processes
 * write the same tokens.
 */
export const writeUses = (tx: Tx, uses: readonly TokenUse[]) =>
  tx.query(
    `WITH used AS (SELECT * FROM unnest($1::bigint[], $2::timestamptz(3)[], $3::text[]) AS used(id, at, door)), held AS (
       SELECT token.id FROM tokens token JOIN used ON used.id = token.id
        WHERE token.last_used_at IS NULL OR token.last_used_at < used.at ORDER BY token.id FOR NO KEY UPDATE OF token)
     UPDATE tokens token SET last_used_at = used.at, last_used_door = used.door FROM used JOIN held ON held.id = used.id
      WHERE token.id = used.id AND (token.last_used_at IS NULL OR token.last_used_at < used.at)`,
    [uses.map(({ tokenId }) => tokenId), uses.map(({ at }) => at), uses.map(({ door }) => door)],
  );
