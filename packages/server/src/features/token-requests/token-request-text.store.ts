import { containing } from '../../platform/database/text-search.ts';
import { searchable } from '../tokens/narrow-by-token.ts';
import type { TokenRequestStatus } from './token-request.entity.ts';

// Texts have two indexes of their own, in no order: of the requests that wait, and of the others. Each knows the organization by an expression that
// no other index has, so that the planner cannot take another.

/** The indexes know texts by three letters or digits in a row. */
const IS_INDEXED = /[\p{L}\p{N}]{3}/u;

/** What a text is looked for with; null for none. */
export function patternOf(text: string | null | undefined): string | null {
  const sought = searchable((text ?? '').trim());
  return sought ? containing(sought) : null;
}

const waiting = (request: string): string => `${request}.status = 'PENDING'`;
const decided = (request: string): string => `${request}.status <> 'PENDING'`;

/** Of which index or indexes requests in these statuses are. */
export const partsOf = (statuses: readonly TokenRequestStatus[], request: string): string[] => [
  ...(statuses.includes('PENDING') ? [waiting(request)] : []),
  ...(statuses.some((status) => status !== 'PENDING') ? [decided(request)] : []),
];

/** Where there are so few, to look at each is quicker than to ask the index for each three letters. */
const SMALL = 1_000;
const isSmall = `(SELECT count(*) < ${SMALL} FROM (SELECT FROM token_requests asked
  WHERE asked.organization_id = $1 AND asked.status = ANY($2::text[]) LIMIT ${SMALL}) AS all_of_it)`;

const fromList = (condition: string, end: string): string =>
  `SELECT piece.id FROM unnest($2::text[]) AS one(status) CROSS JOIN LATERAL (
     SELECT asked.id FROM token_requests asked
      WHERE asked.organization_id = $1 AND asked.status = one.status AND asked.search_text || '' LIKE $3 AND ${condition} ${end}) AS piece`;

/** The ids of the organization's requests ($1) in these statuses ($2) whose text fits the pattern ($3), so many of each piece. */
export function idsByText(pattern: string, statuses: readonly TokenRequestStatus[], end: string): string {
  if (!IS_INDEXED.test(pattern)) return fromList('true', end);
  const fromIndex = partsOf(statuses, 'asked').map(
    (part) => `(SELECT asked.id FROM token_requests asked
      WHERE asked.organization_id + 0 = $1 AND asked.search_text LIKE $3 AND ${part} AND NOT ${isSmall}
            ${part === waiting('asked') ? '' : `AND asked.status || '' = ANY($2::text[])`} ${end})`,
  );
  return [...fromIndex, fromList(isSmall, end)].join(' UNION ALL ');
}
