import type { Level } from '@countersign/schema';
import type { SelectQueryBuilder } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf, type Sort } from '../../platform/database/keyset.ts';
import { narrowByToken, type TokenFilter } from '../tokens/narrow-by-token.ts';
import { Token } from '../tokens/token.entity.ts';
import { atOrAbove, type PermissionFilter } from './permission-filter.ts';
import { TokenRequest, type TokenRequestStatus } from './token-request.entity.ts';

/** Values in one list: any of them. Lists together: all. Absent status = PENDING. (RQ-3) */
export type TokenRequestFilter = TokenFilter & {
  status?: TokenRequestStatus[] | null;
  repositories?: string[] | null;
  permissions?: PermissionFilter[] | null;
};
export type TokenRequestOrder = { field: 'CREATED_AT' | 'LAST_USED_AT' | 'EXPIRES_AT'; direction: 'ASC' | 'DESC' };

function filtered(tx: Tx, organizationId: number, filter: TokenRequestFilter): SelectQueryBuilder<TokenRequest> {
  const { repositories, permissions } = filter;
  // One status by `=`, so that the index in list order serves it.
  const statuses = filter.status?.length ? [...new Set(filter.status)] : ['PENDING' as const];
  const query = tx
    .createQueryBuilder(TokenRequest, 'request')
    .innerJoin(Token, 'token', 'token.id = request.token_id')
    .where({ organizationId })
    .andWhere(statuses.length === 1 ? 'request.status = :status' : 'request.status = ANY(:statuses)', {
      status: statuses[0],
      statuses,
    });
  narrowByToken(query, 'request.requester_id', filter);
  if (repositories?.length)
    query.andWhere(
      `(request.repository_selection = 'ALL' OR request.id IN (
         SELECT chosen.request_id FROM token_request_repositories chosen JOIN repositories repository ON repository.id = chosen.repository_id
          WHERE chosen.organization_id = :organizationId AND chosen.status = ANY(:statuses) AND lower(repository.name) = ANY(:repositories)))`,
      { organizationId, repositories: repositories.map((name) => name.toLowerCase()) },
    );
  if (permissions?.length)
    query.andWhere(
      `request.id IN (SELECT asked.request_id FROM token_request_permissions asked
         JOIN unnest(:keys::text[], :levels::text[]) AS wanted(key, level) ON wanted.key = asked.key AND wanted.level = asked.level
        WHERE asked.organization_id = :organizationId AND asked.status = ANY(:statuses))`,
      { organizationId, ...atOrAbove(permissions) },
    );
  return query;
}

const SORTS: Record<TokenRequestOrder['field'], Omit<Sort, 'direction'>> = {
  CREATED_AT: { by: 'request.createdAt' },
  LAST_USED_AT: { by: 'token.lastUsedAt', nullable: true },
  EXPIRES_AT: { by: 'token.expiresAt', nullable: true },
};

/** The organization's requests, in either order by any of three moments. (RQ-3) */
export const findTokenRequests = (
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  { field, direction }: TokenRequestOrder,
  page: Page,
): Promise<PageOf<TokenRequest>> => pageOf(filtered(tx, organizationId, filter), page, { ...SORTS[field], direction });

/** What a person asked of any organization, newest first. */
export function findOwnTokenRequests(
  tx: Tx,
  requesterId: number,
  status: TokenRequestStatus[] | null,
  page: Page,
): Promise<PageOf<TokenRequest>> {
  const query = tx.createQueryBuilder(TokenRequest, 'request').where({ requesterId });
  if (status?.length) query.andWhere('request.status = ANY(:status)', { status });
  return pageOf(query, page, { by: 'request.createdAt', direction: 'DESC' });
}

export const countPending = (tx: Tx, organizationId: number): Promise<number> =>
  tx.countBy(TokenRequest, { organizationId, status: 'PENDING' });

export const findTokenRequestsById = (tx: Tx, ids: readonly number[]): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .where('request.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

export const findTokenRequest = (tx: Tx, id: number): Promise<TokenRequest | null> =>
  tx.findOneBy(TokenRequest, { id });

/** The ids of a batch of what matches, in id order, older than `asOf`. (RQ-12) */
export async function findIdsToDecide(
  tx: Tx,
  organizationId: number,
  { filter, asOf, afterId, limit }: { filter: TokenRequestFilter; asOf: Date; afterId: number; limit: number },
): Promise<number[]> {
  const rows: { id: number }[] = await filtered(tx, organizationId, filter)
    .andWhere('request.created_at <= :asOf AND request.id > :afterId', { asOf, afterId })
    .select('request.id', 'id')
    .orderBy('request.id')
    .limit(limit)
    .getRawMany();
  return rows.map(({ id }) => id);
}

export const countToDecide = (
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  asOf: Date,
): Promise<number> => filtered(tx, organizationId, filter).andWhere('request.created_at <= :asOf', { asOf }).getCount();

const ARRIVALS = `hashtextextended('token_requests of ' || $1, 0)`;

/** A request is on its way in, until this transaction ends. Those of one organization do not wait for each other. */
export const announceArrival = (tx: Tx, organizationId: number) =>
  tx.query(`SELECT pg_advisory_xact_lock_shared(${ARRIVALS})`, [String(organizationId)]);

/** Waits until none is on its way in: what comes after this moment has a later `created_at`. (RQ-12) */
export const awaitArrivals = (tx: Tx, organizationId: number) =>
  tx.query(`SELECT pg_advisory_xact_lock(${ARRIVALS})`, [String(organizationId)]);

export type NewTokenRequest = Omit<TokenRequest, 'id'>;

/** The request with what it asks. Three statements, however much that is. */
export async function insertTokenRequest(
  tx: Tx,
  request: NewTokenRequest,
  permissions: Readonly<Record<string, Level>>,
  repositoryIds: readonly number[],
): Promise<TokenRequest> {
  const saved = await tx.save(tx.create(TokenRequest, request));
  const copied = [saved.id, saved.organizationId, saved.status, saved.createdAt];
  await tx.query(
    `INSERT INTO token_request_permissions (request_id, organization_id, status, created_at, key, level)
     SELECT $1, $2, $3, $4, * FROM unnest($5::text[], $6::text[])`,
    [...copied, Object.keys(permissions), Object.values(permissions)],
  );
  await tx.query(
    `INSERT INTO token_request_repositories (request_id, organization_id, status, created_at, is_added, repository_id)
     SELECT $1, $2, $3, $4, true, unnest($5::bigint[])`,
    [...copied, repositoryIds],
  );
  return saved;
}

export const findLatestRequests = (tx: Tx, tokenIds: readonly number[]): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .distinctOn(['request.tokenId'])
    .where('request.token_id = ANY(:tokenIds)', { tokenIds: [...tokenIds] })
    .orderBy('request.tokenId')
    .addOrderBy('request.id', 'DESC')
    .getMany();

export type AskedPermission = { id: number; key: string; level: Level; previousLevel: Level | null };

export const findAskedPermissions = (tx: Tx, requestIds: readonly number[]): Promise<AskedPermission[]> =>
  tx.query(
    `SELECT request_id AS id, key, level, previous_level AS "previousLevel" FROM token_request_permissions
      WHERE request_id = ANY($1) ORDER BY key`,
    [requestIds],
  );

export const findAskedRepositories = (
  tx: Tx,
  requestIds: readonly number[],
): Promise<{ id: number; repositoryId: number; isAdded: boolean }[]> =>
  tx.query(
    `SELECT request_id AS id, repository_id AS "repositoryId", is_added AS "isAdded" FROM token_request_repositories
      WHERE request_id = ANY($1) ORDER BY repository_id`,
    [requestIds],
  );
