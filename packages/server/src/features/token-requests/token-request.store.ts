import type { Level } from '@countersign/schema';
import type { SelectQueryBuilder } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf, type Sort } from '../../platform/database/keyset.ts';
import { lookUp } from '../../platform/database/look-up.ts';
import { type NumberedPage, type NumberedPageOf, numberedPageOf } from '../../platform/database/numbered-page.ts';
import { narrowByToken, type TokenFilter } from '../tokens/narrow-by-token.ts';
import { reachesRepository, type TokenReach } from '../tokens/token-reach.rules.ts';
import { Token } from '../tokens/token.entity.ts';
import { atOrAbove, type PermissionFilter } from './permission-filter.ts';
import { partsOf, patternOf } from './token-request-text.store.ts';
import { TokenRequest, TokenRequestMoment, type TokenRequestStatus } from './token-request.entity.ts';

/** Values in one list: any of them. Lists together: all. Absent status = PENDING. (RQ-3) */
export type TokenRequestFilter = TokenFilter & {
  status?: TokenRequestStatus[] | null;
  repositories?: string[] | null;
  permissions?: PermissionFilter[] | null;
  /** Logins of people, slugs of Apps. */
  decidedBy?: string[] | null;
  decidedAfter?: Date | null;
  decidedBefore?: Date | null;
};
export type TokenRequestOrder = {
  field: 'CREATED_AT' | 'DECIDED_AT' | 'LAST_USED_AT' | 'EXPIRES_AT';
  direction: 'ASC' | 'DESC';
};

export const statusesOf = ({ status }: TokenRequestFilter): TokenRequestStatus[] =>
  status?.length ? [...new Set(status)] : ['PENDING'];

/** What matches, by whatever filters; `sortedBy` joins what the list is sorted by. */
export function filteredTokenRequests(
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  sortedBy?: TokenRequestOrder['field'],
): SelectQueryBuilder<TokenRequest> {
  const { repositories, permissions } = filter;
  // One status by `=`, so that the index in list order serves it.
  const statuses = statusesOf(filter);
  const query = tx
    .createQueryBuilder(TokenRequest, 'request')
    .where({ organizationId })
    .andWhere(statuses.length === 1 ? 'request.status = :status' : 'request.status = ANY(:statuses)', {
      status: statuses[0],
      statuses,
    });
  // Each has both, but Postgres looks them up to be sure: ten thousand times for a count.
  if (looksAtTokens(filter)) query.innerJoin(Token, 'token', 'token.id = request.token_id');
  if (sortedBy === 'LAST_USED_AT' || sortedBy === 'EXPIRES_AT')
    query.innerJoin(TokenRequestMoment, 'moments', 'moments.request_id = request.id');
  narrowByToken(query, 'request.requester_id', { ...filter, text: null });
  const pattern = patternOf(filter.text);
  if (pattern !== null) {
    const parts = partsOf(statuses, 'request').map((part) => `(${part} AND request.search_text LIKE :pattern)`);
    query.andWhere(`request.organization_id + 0 = :organizationId AND (${parts.join(' OR ')})`, {
      organizationId,
      pattern,
    });
  }
  narrowByDecision(query, statuses, filter);
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

const looksAtTokens = ({ tokenIds, lastUsedBefore, lastUsedAfter }: TokenRequestFilter): boolean =>
  Boolean(tokenIds?.length || lastUsedBefore || lastUsedAfter);

function narrowByDecision(
  query: SelectQueryBuilder<TokenRequest>,
  statuses: readonly TokenRequestStatus[],
  { decidedBy, decidedAfter, decidedBefore }: TokenRequestFilter,
): void {
  // What is implied is said too: the index of the history is over just these rows.
  if (!statuses.includes('PENDING')) query.andWhere('request.decided_at IS NOT NULL');
  if (decidedBy?.length) {
    const deciders = decidedBy.map((name) => name.toLowerCase());
    query.andWhere(
      `(request.decided_by_user_id IN (SELECT id FROM users WHERE login = ANY(:deciders))
        OR request.decided_by_app_id IN (SELECT id FROM apps WHERE slug = ANY(:slugs)))`,
      // As the log and the export name an App, `review-bot[bot]`, it is found too.
      { deciders, slugs: deciders.map((name) => name.replace(/\[bot\]$/, '')) },
    );
  }
  if (decidedAfter) query.andWhere('request.decided_at > :decidedAfter', { decidedAfter });
  if (decidedBefore) query.andWhere('request.decided_at < :decidedBefore', { decidedBefore });
}

export const TOKEN_REQUEST_SORTS: Record<TokenRequestOrder['field'], Omit<Sort, 'direction'>> = {
  CREATED_AT: { by: 'request.createdAt' },
  DECIDED_AT: { by: 'request.decidedAt', nullable: true },
  LAST_USED_AT: { by: 'moments.lastUsedAt' },
  EXPIRES_AT: { by: 'moments.expiresAt' },
};

/** The organization's requests by the number of the page, in the order in which they were made. */
export const findTokenRequestsAt = (
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  direction: 'ASC' | 'DESC',
  page: NumberedPage,
): Promise<NumberedPageOf<TokenRequest>> =>
  numberedPageOf(filteredTokenRequests(tx, organizationId, filter), page, {
    ...TOKEN_REQUEST_SORTS.CREATED_AT,
    direction,
  });

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
  const rows: { id: number }[] = await filteredTokenRequests(tx, organizationId, filter)
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
): Promise<number> =>
  filteredTokenRequests(tx, organizationId, filter).andWhere('request.created_at <= :asOf', { asOf }).getCount();

const ARRIVALS = `hashtextextended('token_requests of ' || $1, 0)`;

/** A request is on its way in, until this transaction ends. Those of one organization do not wait for each other. */
export const announceArrival = (tx: Tx, organizationId: number) =>
  tx.query(`SELECT pg_advisory_xact_lock_shared(${ARRIVALS})`, [String(organizationId)]);

/** Waits until none is on its way in: what comes after this moment has a later `created_at`. (RQ-12) */
export const awaitArrivals = (tx: Tx, organizationId: number) =>
  tx.query(`SELECT pg_advisory_xact_lock(${ARRIVALS})`, [String(organizationId)]);

export type NewTokenRequest = Omit<TokenRequest, 'id'>;

/** The request with what it asks, beside what was in force then. Three statements, however much that is. (TK-11) */
export async function insertTokenRequest(
  tx: Tx,
  request: NewTokenRequest,
  { permissions, repositoryIds }: TokenReach,
  before: TokenReach | null,
): Promise<TokenRequest> {
  const saved = await tx.save(tx.create(TokenRequest, request));
  const copied = [saved.id, saved.organizationId, saved.status, saved.createdAt];
  const keys = Object.keys(permissions);
  await tx.query(
    `INSERT INTO token_request_permissions (request_id, organization_id, status, created_at, key, level, previous_level)
     SELECT $1, $2, $3, $4, * FROM unnest($5::text[], $6::text[], $7::text[])`,
    [...copied, keys, Object.values(permissions), keys.map((key) => before?.permissions[key] ?? null)],
  );
  await tx.query(
    `INSERT INTO token_request_repositories (request_id, organization_id, status, created_at, repository_id, is_added)
     SELECT $1, $2, $3, $4, * FROM unnest($5::bigint[], $6::boolean[])`,
    [...copied, repositoryIds, repositoryIds.map((id) => !before || !reachesRepository(before, id))],
  );
  return saved;
}

/** One statement, however many requests. */
export const writeSearchTexts = (tx: Tx, texts: readonly { id: number; text: string }[]): Promise<unknown> =>
  tx.query(
    `UPDATE token_requests request SET search_text = written.text FROM unnest($1::bigint[], $2::text[]) AS written(id, text)
      WHERE request.id = written.id`,
    [texts.map(({ id }) => id), texts.map(({ text }) => text)],
  );

export const findLatestRequests = (tx: Tx, tokenIds: readonly number[]): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .distinctOn(['request.tokenId'])
    .where('request.token_id = ANY(:tokenIds)', { tokenIds: [...tokenIds] })
    .orderBy('request.tokenId')
    .addOrderBy('request.id', 'DESC')
    .getMany();

export type AskedPermission = { id: number; key: string; level: Level; previousLevel: Level | null };

const FIND_ASKED_PERMISSIONS = {
  name: 'find-asked-permissions',
  text: `SELECT request_id AS id, key, level, previous_level AS "previousLevel" FROM token_request_permissions
          WHERE request_id = ANY($1::bigint[]) ORDER BY request_id, key`,
};

export const findAskedPermissions = (tx: Tx, requestIds: readonly number[]): Promise<AskedPermission[]> =>
  lookUp(tx, FIND_ASKED_PERMISSIONS, [requestIds]);

export type AskedRepository = { id: number; repositoryId: number; isAdded: boolean };

const FIND_ASKED_REPOSITORIES = {
  name: 'find-asked-repositories',
  text: `SELECT request_id AS id, repository_id AS "repositoryId", is_added AS "isAdded" FROM token_request_repositories
          WHERE request_id = ANY($1::bigint[]) ORDER BY request_id, repository_id`,
};

export const findAskedRepositories = (tx: Tx, requestIds: readonly number[]): Promise<AskedRepository[]> =>
  lookUp(tx, FIND_ASKED_REPOSITORIES, [requestIds]);
