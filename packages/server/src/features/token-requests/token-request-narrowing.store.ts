import { atOrAbove } from './permission-filter.ts';
import { idsByText, patternOf } from './token-request-text.store.ts';
import type { TokenRequestStatus } from './token-request.entity.ts';
import { statusesOf, type TokenRequestFilter } from './token-request.store.ts';

// In all of these $1 is the organization and $2 the statuses; what a filter asks for comes behind.

/** The end of a piece: where in the list it goes on, in what order, and how far. */
export type Cut = (id: string, key: string) => string;

/** One filter, and how Postgres finds what fits it without looking at what does not. */
export type Narrowing = {
  values: unknown[];
  /** In what order its pieces come from their index. */
  order: ListedBy | 'ANY' | 'NONE';
  /** The `id` and `key` of what fits, each piece of it from an index in that order and cut. */
  pieces: (cut: Cut, by: ListedBy) => string;
  /** Whether one request may be in several pieces. */
  repeats: boolean;
  /** Whether the request that is `listed` fits: one look, whatever the number of requests. True, or else false or null. */
  fits: string;
  /** In place of what would be made of the pieces: the ids of no more than so many. */
  upTo?: (most: number) => string;
  /** To find what fits is most of the work: whoever reads a page counts along. */
  countsAlong?: true;
};

/** By what a list is in order in `token_request_moments`. */
export const LISTED = {
  CREATED_AT: 'listed.created_at',
  LAST_USED_AT: 'listed.last_used_at',
  EXPIRES_AT: 'listed.expires_at',
} as const;
export type ListedBy = keyof typeof LISTED;

const STATUSES = 'unnest($2::text[]) AS one(status)';

/** The whole list in one of its orders, or what of it meets a condition on `listed`. */
export const walk = (by: ListedBy, cut: Cut, condition = 'true', stop = ''): string =>
  `SELECT piece.id, piece.key FROM ${STATUSES} CROSS JOIN LATERAL (SELECT * FROM (
    SELECT listed.request_id AS id, ${LISTED[by]} AS key FROM token_request_moments listed
     WHERE listed.organization_id = $1 AND listed.status = one.status AND ${condition} ${cut('listed.request_id', LISTED[by])}) AS longest ${stop}) AS piece`;

const REPOSITORIES = `SELECT id FROM repositories WHERE owner_organization_id = $1 AND lower(name) = ANY($3::text[])`;
const PEOPLE = 'SELECT id FROM users WHERE login = ANY($3::text[])';

const byOwners = (owners: readonly string[]): Narrowing => ({
  values: [owners.map((login) => login.toLowerCase())],
  order: 'CREATED_AT',
  repeats: false,
  pieces: (cut) => `SELECT piece.id, piece.key FROM (${PEOPLE}) AS person CROSS JOIN LATERAL (
    SELECT asked.id, asked.created_at AS key FROM token_requests asked
     WHERE asked.requester_id = person.id AND asked.organization_id = $1 AND asked.status = ANY($2::text[])
     ${cut('asked.id', 'asked.created_at')}) AS piece`,
  fits: `(SELECT asked.requester_id = ANY(ARRAY(${PEOPLE})) FROM token_requests asked WHERE asked.id = listed.request_id)`,
});

const byPermissions = (permissions: NonNullable<TokenRequestFilter['permissions']>): Narrowing => {
  const { keys, levels } = atOrAbove(permissions);
  return {
    values: [keys, levels],
    order: 'CREATED_AT',
    repeats: new Set(keys).size > 1 || permissions.length > 1,
    pieces: (
      cut,
    ) => `SELECT piece.id, piece.key FROM ${STATUSES} CROSS JOIN unnest($3::text[], $4::text[]) AS wanted(key, level)
     CROSS JOIN LATERAL (
      SELECT asked.request_id AS id, asked.created_at AS key FROM token_request_permissions asked
       WHERE asked.organization_id = $1 AND asked.status = one.status AND asked.key = wanted.key AND asked.level = wanted.level
       ${cut('asked.request_id', 'asked.created_at')}) AS piece`,
    // A key stands there once for each level, and is looked for in a request only once.
    fits: `(SELECT true FROM token_request_permissions asked
      WHERE asked.request_id = listed.request_id AND asked.key = ANY(ARRAY(SELECT DISTINCT unnest($3::text[])))
        AND (asked.key, asked.level) IN (SELECT * FROM unnest($3::text[], $4::text[])) LIMIT 1)`,
  };
};

const byRepositories = (names: readonly string[]): Narrowing => ({
  values: [names.map((name) => name.toLowerCase())],
  order: 'CREATED_AT',
  repeats: names.length > 1,
  pieces: (cut) => `SELECT piece.id, piece.key FROM ${STATUSES} CROSS JOIN LATERAL (
      SELECT asked.id, asked.created_at AS key FROM token_requests asked
       WHERE asked.organization_id = $1 AND asked.status = one.status AND asked.repository_selection = 'ALL'
       ${cut('asked.id', 'asked.created_at')}) AS piece
    UNION ALL
    SELECT piece.id, piece.key FROM ${STATUSES} CROSS JOIN (${REPOSITORIES}) AS named CROSS JOIN LATERAL (
      SELECT chosen.request_id AS id, chosen.created_at AS key FROM token_request_repositories chosen
       WHERE chosen.organization_id = $1 AND chosen.status = one.status AND chosen.repository_id = named.id
       ${cut('chosen.request_id', 'chosen.created_at')}) AS piece`,
  fits: `((SELECT asked.repository_selection = 'ALL' FROM token_requests asked WHERE asked.id = listed.request_id)
    OR (SELECT true FROM token_request_repositories chosen
         WHERE chosen.request_id = listed.request_id AND chosen.repository_id = ANY(ARRAY(${REPOSITORIES})) LIMIT 1))`,
});

/** Never used is used at no time. */
const byLastUse = (after: Date | null, before: Date | null): Narrowing => ({
  values: [after ?? '-infinity', before ?? 'infinity'],
  order: 'LAST_USED_AT',
  repeats: false,
  pieces: (cut) =>
    walk('LAST_USED_AT', cut, 'listed.last_used_at > $3::timestamptz AND listed.last_used_at < $4::timestamptz'),
  // In a form that lets no index but that of the list's order serve.
  fits: '(CASE WHEN listed.last_used_at > $3::timestamptz THEN listed.last_used_at < $4::timestamptz END)',
});

const byText = (pattern: string, statuses: readonly TokenRequestStatus[]): Narrowing => ({
  values: [pattern],
  order: 'NONE',
  repeats: false,
  pieces: (cut) => idsByText(pattern, statuses, cut('asked.id', 'asked.created_at')),
  fits: '(SELECT asked.search_text LIKE $3 FROM token_requests asked WHERE asked.id = listed.request_id)',
  countsAlong: true,
});

const NOTHING: Narrowing = {
  values: [],
  order: 'ANY',
  repeats: false,
  pieces: (cut, by) => walk(by, cut),
  fits: 'true',
  // Not from the moments: each use of a token writes there, and what was just written has to be looked at beside the index.
  upTo: (most) => `SELECT piece.id FROM ${STATUSES} CROSS JOIN LATERAL (
    SELECT asked.id FROM token_requests asked WHERE asked.organization_id = $1 AND asked.status = one.status LIMIT ${most}) AS piece LIMIT ${most}`,
};

/** The one filter that this is; null where it is several at once, or another than these. */
export function narrowingOf(filter: TokenRequestFilter): Narrowing | null {
  const { owners, repositories, permissions, lastUsedAfter, lastUsedBefore } = filter;
  if (filter.tokenIds?.length || filter.decidedBy?.length || filter.decidedAfter || filter.decidedBefore) return null;
  const pattern = patternOf(filter.text);
  const narrowings = [
    owners?.length && byOwners(owners),
    repositories?.length && byRepositories(repositories),
    permissions?.length && byPermissions(permissions),
    (lastUsedAfter ?? lastUsedBefore) && byLastUse(lastUsedAfter ?? null, lastUsedBefore ?? null),
    pattern !== null && byText(pattern, statusesOf(filter)),
  ].filter((narrowing) => typeof narrowing === 'object' && narrowing !== null);
  return narrowings.length > 1 ? null : (narrowings[0] ?? NOTHING);
}
