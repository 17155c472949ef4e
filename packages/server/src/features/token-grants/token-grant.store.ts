import type { Level } from '@countersign/schema';
import { IsNull, type SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf, type Sort } from '../../platform/database/keyset.ts';
import { type NumberedPage, type NumberedPageOf, numberedPageOf } from '../../platform/database/numbered-page.ts';
import { atOrAbove, type PermissionFilter } from '../token-requests/permission-filter.ts';
import { narrowByToken, type TokenFilter } from '../tokens/narrow-by-token.ts';
import type { TokenReach } from '../tokens/token-reach.rules.ts';
import { Token } from '../tokens/token.entity.ts';
import { type GrantEndCause, TokenGrant, TokenGrantPermission, TokenGrantRepository } from './token-grant.entity.ts';

/** Values in one list: any of them. Lists together: all. (GN-1) */
export type TokenGrantFilter = TokenFilter & {
  repositories?: string[] | null;
  permissions?: PermissionFilter[] | null;
};
export type TokenGrantOrder = { field: 'GRANTED_AT' | 'LAST_USED_AT' | 'EXPIRES_AT'; direction: 'ASC' | 'DESC' };

/** The organization's live grants that match. */
function filtered(tx: Tx, organizationId: number, filter: TokenGrantFilter): SelectQueryBuilder<TokenGrant> {
  const { repositories, permissions } = filter;
  const query = tx
    .createQueryBuilder(TokenGrant, 'live')
    .innerJoin(Token, 'token', 'token.id = live.token_id')
    .where({ organizationId })
    .andWhere('live.ended_at IS NULL');
  narrowByToken(query, 'live.user_id', filter);
  if (repositories?.length)
    query.andWhere(
      `(live.repository_selection = 'ALL' OR EXISTS (
         SELECT FROM token_grant_repositories chosen JOIN repositories repository ON repository.id = chosen.repository_id
          WHERE chosen.grant_id = live.id AND lower(repository.name) = ANY(:repositories)))`,
      { repositories: repositories.map((name) => name.toLowerCase()) },
    );
  if (permissions?.length)
    query.andWhere(
      `EXISTS (SELECT FROM token_grant_permissions held
         JOIN unnest(:keys::text[], :levels::text[]) AS wanted(key, level) ON wanted.key = held.key AND wanted.level = held.level
        WHERE held.grant_id = live.id)`,
      atOrAbove(permissions),
    );
  return query;
}

const SORTS: Record<TokenGrantOrder['field'], Omit<Sort, 'direction'>> = {
  GRANTED_AT: { by: 'live.grantedAt' },
  LAST_USED_AT: { by: 'token.lastUsedAt', nullable: true },
  EXPIRES_AT: { by: 'token.expiresAt', nullable: true },
};

export const findTokenGrants = (
  tx: Tx,
  organizationId: number,
  filter: TokenGrantFilter,
  { field, direction }: TokenGrantOrder,
  page: Page,
): Promise<PageOf<TokenGrant>> => pageOf(filtered(tx, organizationId, filter), page, { ...SORTS[field], direction });

/** The same by the number of the page, in the order in which they were granted. */
export const findTokenGrantsAt = (
  tx: Tx,
  organizationId: number,
  filter: TokenGrantFilter,
  direction: 'ASC' | 'DESC',
  page: NumberedPage,
): Promise<NumberedPageOf<TokenGrant>> =>
  numberedPageOf(filtered(tx, organizationId, filter), page, { ...SORTS.GRANTED_AT, direction });

export const findTokenGrantsById = (tx: Tx, ids: readonly number[]): Promise<TokenGrant[]> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where('live.id = ANY(:ids) AND live.ended_at IS NULL', { ids: [...ids] })
    .getMany();

export const findTokenGrant = (tx: Tx, id: number): Promise<TokenGrant | null> => tx.findOneBy(TokenGrant, { id });

export const findLiveGrants = (tx: Tx, tokenIds: readonly number[]): Promise<TokenGrant[]> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where('live.token_id = ANY(:tokenIds) AND live.ended_at IS NULL', { tokenIds: [...tokenIds] })
    .getMany();

/** The live grants of the tokens; locked in id order. */
export const lockLiveGrants = (tx: Tx, tokenIds: readonly number[]): Promise<TokenGrant[]> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where('live.token_id = ANY(:tokenIds) AND live.ended_at IS NULL', { tokenIds: [...tokenIds] })
    .orderBy('live.id')
    .setLock('for_no_key_update', undefined, ['live'])
    .getMany();

/** The live grant of a token whose requests nobody decides meanwhile; none, when it was revoked before the lock. */
export const lockLiveGrant = (tx: Tx, tokenId: number): Promise<TokenGrant | null> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where({ tokenId })
    .andWhere('live.ended_at IS NULL')
    .setLock('for_no_key_update', undefined, ['live'])
    .getOne();

/** A batch of what matches and was granted by `asOf`, in id order. (RQ-12) */
export async function findIdsToRevoke(
  tx: Tx,
  organizationId: number,
  { filter, asOf, afterId, limit }: { filter: TokenGrantFilter; asOf: Date; afterId: number; limit: number },
): Promise<number[]> {
  const rows: { id: number }[] = await filtered(tx, organizationId, filter)
    .andWhere('live.granted_at <= :asOf AND live.id > :afterId', { asOf, afterId })
    .select('live.id', 'id')
    .orderBy('live.id')
    .limit(limit)
    .getRawMany();
  return rows.map(({ id }) => id);
}

/** Locked in id order, ended ones too: who revokes twice is told so. */
export const lockTokenGrants = (tx: Tx, organizationId: number, ids: readonly number[]): Promise<TokenGrant[]> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where('live.organization_id = :organizationId AND live.id = ANY(:ids)', { organizationId, ids: [...ids] })
    .orderBy('live.id')
    .setLock('for_no_key_update', undefined, ['live'])
    .getMany();

export type GrantEnd = { at: Date; cause: GrantEndCause; by?: Actor };

const endOf = ({ at, cause, by }: GrantEnd) => ({
  endedAt: at,
  endCause: cause,
  endedByUserId: by?.userId ?? null,
  endedByAppId: by?.appId ?? null,
});

/** One statement, however many grants. */
export async function endGrants(tx: Tx, grants: readonly TokenGrant[], end: GrantEnd): Promise<TokenGrant[]> {
  const ids = grants.map(({ id }) => id);
  await tx.createQueryBuilder().update(TokenGrant).set(endOf(end)).where('id = ANY(:ids)', { ids }).execute();
  return grants.map((grant) => Object.assign(grant, endOf(end)));
}

/** Ends the live grants of the tokens, and tells which those were. */
export async function endGrantsOfTokens(
  tx: Tx,
  tokenIds: readonly number[],
  end: GrantEnd,
): Promise<{ id: number; organizationId: number }[]> {
  const { raw } = await tx
    .createQueryBuilder()
    .update(TokenGrant)
    .set(endOf(end))
    .where('token_id = ANY(:tokenIds) AND ended_at IS NULL', { tokenIds: [...tokenIds] })
    .returning('id, organization_id AS "organizationId"')
    .execute();
  return raw as { id: number; organizationId: number }[];
}

/** The live grants that hang on a membership. (GN-3) */
export const lockGrantsOfMember = (tx: Tx, membershipId: number): Promise<TokenGrant[]> =>
  tx
    .createQueryBuilder(TokenGrant, 'live')
    .where({ membershipId })
    .andWhere('live.ended_at IS NULL')
    .orderBy('live.id')
    .setLock('for_no_key_update', undefined, ['live'])
    .getMany();

// Plain SQL: what is granted is copied from what was asked, without a trip through this process. Three statements for any number.
export async function insertGrants(tx: Tx, requestIds: readonly number[], grantedAt: Date): Promise<void> {
  await tx.query(
    `INSERT INTO token_grants (organization_id, token_id, user_id, membership_id, repository_selection, granted_at, search_text)
     SELECT request.organization_id, request.token_id, request.requester_id, membership.id, request.repository_selection, $2,
            request.search_text
       FROM token_requests request
       JOIN memberships membership ON membership.organization_id = request.organization_id AND membership.user_id = request.requester_id
      WHERE request.id = ANY($1)`,
    [requestIds, grantedAt],
  );
  const live = `token_requests request JOIN token_grants live ON live.token_id = request.token_id AND live.ended_at IS NULL`;
  await tx.query(
    `INSERT INTO token_grant_permissions (grant_id, key, level) SELECT live.id, asked.key, asked.level
       FROM ${live} JOIN token_request_permissions asked ON asked.request_id = request.id WHERE request.id = ANY($1)`,
    [requestIds],
  );
  await tx.query(
    `INSERT INTO token_grant_repositories (grant_id, repository_id) SELECT live.id, asked.repository_id
       FROM ${live} JOIN token_request_repositories asked ON asked.request_id = request.id WHERE request.id = ANY($1)`,
    [requestIds],
  );
}

/** What a live grant agrees to from now on. Five statements, however much that is. */
export async function replaceGranted(
  tx: Tx,
  id: number,
  { repositorySelection, permissions, repositoryIds }: TokenReach,
): Promise<void> {
  await tx.update(TokenGrant, { id }, { repositorySelection });
  await tx.delete(TokenGrantPermission, { grantId: id });
  await tx.delete(TokenGrantRepository, { grantId: id });
  await tx.query(
    'INSERT INTO token_grant_permissions (grant_id, key, level) SELECT $1, * FROM unnest($2::text[], $3::text[])',
    [id, Object.keys(permissions), Object.values(permissions)],
  );
  await tx.query('INSERT INTO token_grant_repositories (grant_id, repository_id) SELECT $1, unnest($2::bigint[])', [
    id,
    repositoryIds,
  ]);
}

export const writeSearchText = (tx: Tx, tokenId: number, searchText: string): Promise<unknown> =>
  tx.update(TokenGrant, { tokenId, endedAt: IsNull() }, { searchText });

export const findGrantedPermissions = (
  tx: Tx,
  grantIds: readonly number[],
): Promise<{ id: number; key: string; level: Level }[]> =>
  tx.query('SELECT grant_id AS id, key, level FROM token_grant_permissions WHERE grant_id = ANY($1) ORDER BY key', [
    grantIds,
  ]);

export const findGrantedRepositories = (
  tx: Tx,
  grantIds: readonly number[],
): Promise<{ id: number; repositoryId: number }[]> =>
  tx.query(
    'SELECT grant_id AS id, repository_id AS "repositoryId" FROM token_grant_repositories WHERE grant_id = ANY($1) ORDER BY repository_id',
    [grantIds],
  );
