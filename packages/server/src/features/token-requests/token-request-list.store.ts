import { createHash } from 'node:crypto';
import { LIMITS } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf, type Slice, type Sliced, slicedPage } from '../../platform/database/keyset.ts';
import { plannedOnce } from '../../platform/database/planned-once.ts';
import { type Cut, LISTED, type ListedBy, type Narrowing, narrowingOf, walk } from './token-request-narrowing.store.ts';
import { TokenRequest } from './token-request.entity.ts';
import {
  filteredTokenRequests,
  statusesOf,
  type TokenRequestFilter,
  type TokenRequestOrder,
  TOKEN_REQUEST_SORTS,
} from './token-request.store.ts';

// Plain SQL, so that a page costs what it shows and not what the organization has: left to itself the planner reads whole tables for some of these lists.

/** So many that fit are looked up and sorted; where there are more, a walk through the list in its order meets a page of them soon. */
const FEW = 4_000;

/** The organization's requests, in either order by any of four moments. At most two statements, one of them for the count. (RQ-3, RQ-9) */
export async function findTokenRequests(
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  { field, direction }: TokenRequestOrder,
  page: Page,
): Promise<PageOf<TokenRequest>> {
  const narrowing = narrowingOf(filter);
  const statuses = statusesOf(filter);
  if (narrowing === null || field === 'DECIDED_AT')
    return pageOf(filteredTokenRequests(tx, organizationId, filter, field), page, {
      ...TOKEN_REQUEST_SORTS[field],
      direction,
      // Where nothing waits all have their moment, and the index has it as it is.
      ...(field === 'DECIDED_AT' && { nullable: statuses.includes('PENDING') }),
    });

  const values = [organizationId, statuses, ...narrowing.values];
  let found: number | null = null;
  const rows = await slicedPage(page, direction, async (slice) => {
    const answer = await read(tx, narrowing, field, slice, values);
    found = answer.found;
    return answer.rows;
  });
  return { ...rows, count: async () => exactOrNot(found ?? (await count(tx, narrowing, values))) };
}

/** `found` is how many there are in all, or one more than are counted exactly; null where that was not counted along. */
type Read = { rows: Sliced<TokenRequest>[]; found: number | null };

async function read(
  tx: Tx,
  narrowing: Narrowing,
  by: ListedBy,
  { limit, ascending, after }: Slice,
  values: readonly unknown[],
): Promise<Read> {
  const way = ascending ? 'ASC' : 'DESC';
  const [last, cursorKey, cursorId] = [1, 2, 3].map((more) => `$${values.length + more}`);
  const slice = (id: string, key: string) =>
    after ? `AND (${key}, ${id}) ${ascending ? '>' : '<'} (${cursorKey}::timestamptz, ${cursorId}::bigint)` : '';
  // Two lengths that stand in the statement, so that it is planned for them and prepared only twice.
  const most = limit <= 51 ? 51 : LIMITS.pageSize + 1;
  const cut: Cut = (id, key) => `${slice(id, key)} ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${most}`;
  const isInOrder = narrowing.order === 'ANY' || narrowing.order === by;
  const { countsAlong = false } = narrowing;
  const text = `${isInOrder ? '' : `WITH ${fewOrMany(narrowing)}`}
    SELECT ${columnsOf(tx)}, top.key AS sort_key ${countsAlong ? ', along.found' : ''}
      FROM ${countsAlong ? '(SELECT count(*)::int AS found FROM few) AS along LEFT JOIN' : ''} ((
            SELECT ${narrowing.repeats ? 'DISTINCT' : ''} id, key
              FROM (${isInOrder ? narrowing.pieces(cut, by) : fewOrWalked(narrowing, by, { cut, slice, stop: `LIMIT ${last}` })}) AS found
             ORDER BY key ${way}, id ${way} LIMIT ${last}) AS top
      JOIN token_requests request ON request.id = top.id) ${countsAlong ? 'ON true' : ''}
     ORDER BY top.key ${way}, top.id ${way}`;
  const rows = await run<TokenRequest & { sort_key: Date; found?: number }>(tx, text, [
    ...values,
    limit,
    ...(after ? [after.value, after.id] : []),
  ]);
  const told = rows.map(({ sort_key: key, found = null, ...row }) => ({ key, found, row }));
  return {
    found: told[0]?.found ?? null,
    // A count stands there even where it is that of nothing.
    rows: told
      .filter(({ row }) => row.id !== null)
      .map(({ row, key }) => ({ row: Object.assign(new TokenRequest(), row), key })),
  };
}

/** `few` are the ids of all that fit, where those are few; `gate` tells where they are many, and `few` is of no use but to be counted. */
const fewOrMany = (narrowing: Narrowing): string =>
  `few AS MATERIALIZED (${idsUpTo(narrowing, narrowing.countsAlong ? LIMITS.exactCount + 1 : FEW + 1)}),
   gate AS MATERIALIZED (SELECT count(*) > ${FEW} AS many FROM few)`;

/** One of them is empty, and what is gated is not run at all. */
const fewOrWalked = (
  narrowing: Narrowing,
  by: ListedBy,
  { cut, slice, stop }: { cut: Cut; slice: Cut; stop: string },
): string => {
  const moment = `(SELECT ${LISTED[by]} FROM token_request_moments listed WHERE listed.request_id = few.id)`;
  return `SELECT id, key FROM (SELECT few.id, ${moment} AS key FROM few WHERE NOT (SELECT many FROM gate)) AS sorted
     WHERE true ${slice('id', 'key')}
    UNION ALL
    ${walk(by, cut, `${narrowing.fits} AND (SELECT many FROM gate)`, stop)}`;
};

const idsUpTo = ({ pieces, repeats, upTo }: Narrowing, most: number): string =>
  upTo?.(most) ??
  `SELECT ${repeats ? 'DISTINCT' : ''} id FROM (${pieces(() => `LIMIT ${most}`, 'CREATED_AT')}) AS found LIMIT ${most}`;

async function count(tx: Tx, narrowing: Narrowing, values: readonly unknown[]): Promise<number> {
  const most = LIMITS.exactCount + 1;
  const text = `SELECT count(*)::int AS count FROM (${idsUpTo(narrowing, most)}) AS counted`;
  const [row] = await run<{ count: number }>(tx, text, values);
  return row!.count;
}

/** Exact to 10,000, and no further. */
const exactOrNot = (found: number) => ({
  totalCount: Math.min(found, LIMITS.exactCount),
  exact: found <= LIMITS.exactCount,
});

const names = new Map<string, string>();

/** Each text is planned once on each connection; there are some hundreds at most. */
function run<Row extends object>(tx: Tx, text: string, values: readonly unknown[]): Promise<Row[]> {
  const name = names.get(text) ?? createHash('sha1').update(text).digest('hex');
  names.set(text, name);
  return plannedOnce<Row>(tx, { name, text }, values);
}

let columns: string | null = null;

/** Those that a request is read with, under the names of its properties. */
const columnsOf = (tx: Tx): string =>
  (columns ??= tx.connection
    .getMetadata(TokenRequest)
    .columns.filter(({ isSelect }) => isSelect)
    .map(({ databaseName, propertyName }) => `request.${databaseName} AS "${propertyName}"`)
    .join(', '));
