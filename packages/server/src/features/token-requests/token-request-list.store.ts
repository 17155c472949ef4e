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

/**
 * The organization's requests, in either order by any of four moments. One statement; where it is not told that the list `isCounted` too, and
 * where nothing is found, the count is another. (RQ-3, RQ-9)
 */
export async function findTokenRequests(
  tx: Tx,
  organizationId: number,
  filter: TokenRequestFilter,
  { field, direction }: TokenRequestOrder,
  page: Page,
  { isCounted = false } = {},
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
  let counted: number | undefined;
  const found = await slicedPage(page, direction, async (slice) => {
    const rows = await read(tx, narrowing, { by: field, slice, isCounted }, values);
    counted = rows[0]?.counted;
    return rows;
  });
  return { ...found, count: async () => boundedCount(counted ?? (await count(tx, narrowing, values))) };
}

/** A request with what the statement of its page tells beside. */
const ListedRequest: new () => TokenRequest & { sortKey?: Date; counted?: number } = TokenRequest;

type Listed = Sliced<TokenRequest> & { counted?: number };

async function read(
  tx: Tx,
  narrowing: Narrowing,
  { by, slice: { limit, ascending, after }, isCounted }: { by: ListedBy; slice: Slice; isCounted: boolean },
  values: readonly unknown[],
): Promise<Listed[]> {
  const way = ascending ? 'ASC' : 'DESC';
  const [last, cursorKey, cursorId] = [1, 2, 3].map((more) => `$${values.length + more}`);
  const slice = (id: string, key: string) =>
    after ? `AND (${key}, ${id}) ${ascending ? '>' : '<'} (${cursorKey}::timestamptz, ${cursorId}::bigint)` : '';
  // Two lengths that stand in the statement, so that it is planned for them and prepared only twice.
  const most = limit <= 51 ? 51 : LIMITS.pageSize + 1;
  const cut: Cut = (id, key) => `${slice(id, key)} ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${most}`;
  const isInOrder = narrowing.order === 'ANY' || narrowing.order === by;
  const stop = `LIMIT ${last}::bigint`;
  const counted = narrowing.countsAlong ? 'SELECT count(*)::int FROM few' : isCounted ? counting(narrowing) : null;
  const text = `${isInOrder ? '' : `WITH ${fewOrMany(narrowing)}`}
    SELECT ${columnsOf(tx)}${by === 'CREATED_AT' ? '' : ', top.sort_key AS "sortKey"'}${counted ? `, (${counted}) AS counted` : ''}
      FROM (SELECT ${narrowing.repeats ? 'DISTINCT' : ''} id, key AS sort_key
              FROM (${isInOrder ? narrowing.pieces(cut, by) : fewOrWalked(narrowing, by, { cut, slice, stop })}) AS found
             ORDER BY sort_key ${way}, id ${way} ${stop}) AS top
      JOIN token_requests request ON request.id = top.id
     ORDER BY top.sort_key ${way}, top.id ${way}`;
  const rows = await run(tx, { text, Row: ListedRequest }, [
    ...values,
    limit,
    ...(after ? [after.value, after.id] : []),
  ]);
  return rows.map((row) => ({ row, key: row.sortKey ?? row.createdAt, counted: row.counted }));
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

/** Counts no further than to what is told as not exact any more. */
const counting = (narrowing: Narrowing): string =>
  `SELECT count(*)::int AS count FROM (${idsUpTo(narrowing, LIMITS.exactCount + 1)}) AS counted`;

async function count(tx: Tx, narrowing: Narrowing, values: readonly unknown[]): Promise<number> {
  const [row] = await run<{ count: number }>(tx, { text: counting(narrowing) }, values);
  return row!.count;
}

/** Exact to 10,000. */
const boundedCount = (counted: number) => ({
  totalCount: Math.min(counted, LIMITS.exactCount),
  exact: counted <= LIMITS.exactCount,
});

const names = new Map<string, string>();
const TYPES = { $1: 'bigint' };

/** Each text is planned once on each connection; there are some hundreds at most. */
function run<Row extends object>(
  tx: Tx,
  { text, Row }: { text: string; Row?: new () => Row },
  values: readonly unknown[],
): Promise<Row[]> {
  const name = names.get(text) ?? createHash('sha1').update(text).digest('hex');
  names.set(text, name);
  return plannedOnce<Row>(tx, { name, text, Row, types: TYPES }, values);
}

let columns: string | null = null;

/** Those that a request is read with, under the names of its properties. */
const columnsOf = (tx: Tx): string =>
  (columns ??= tx.connection
    .getMetadata(TokenRequest)
    .columns.filter(({ isSelect }) => isSelect)
    .map(({ databaseName, propertyName }) => `request.${databaseName} AS "${propertyName}"`)
    .join(', '));
