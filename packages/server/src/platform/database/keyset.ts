import { LIMITS } from '@countersign/schema';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { invalid } from '../../errors.ts';

/** A page of a list: so many from the front (`first`, `after`) or from the back (`last`, `before`). Cursors are opaque. */
export type Page = { first?: number | null; after?: string | null; last?: number | null; before?: string | null };

/** The rows of a page, and how to count the list without reading all of it. */
export type PageOf<Row> = {
  rows: Row[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  cursorOf: (row: Row) => string;
  /** Exact to 10,000; above that `exact` is false. */
  count: () => Promise<{ totalCount: number; exact: boolean }>;
};

/** What a list is sorted by, an expression, and which way; ties go by id. A `nullable` one comes last when ascending where it has no value. */
export type Sort = { by: string; direction: 'ASC' | 'DESC'; nullable?: boolean };

type Key = [value: string | null, id: number];
const LAST_MOMENT = 'infinity';

/** What a page needs of its list: so many rows, which way, and behind what; a key without a value is 'infinity'. */
export type Slice = { limit: number; ascending: boolean; after: { value: string; id: number } | null };
export type Sliced<Row> = { row: Row; key: Date | string | number };

/**
 * One page of a list that is sorted by a column and then by id, found by keyset and not by offset: page 1,000 costs what page 1 costs.
 * INVALID when neither `first` nor `last` is there, or out of 1–100.
 */
export async function pageOf<Row extends ObjectLiteral & { id: number }>(
  query: SelectQueryBuilder<Row>,
  page: Page,
  { by, direction, nullable = false }: Sort,
): Promise<PageOf<Row>> {
  const alias = query.alias;
  const counted = query.clone();
  const sortedBy = nullable ? `coalesce(${by}, '${LAST_MOMENT}')` : by;
  const found = await slicedPage(page, direction, async ({ limit, ascending, after }) => {
    if (after)
      query.andWhere(`(${sortedBy}, ${alias}.id) ${ascending ? '>' : '<'} (:cursorValue, :cursorId)`, {
        cursorValue: after.value,
        cursorId: after.id,
      });
    const way = ascending ? 'ASC' : 'DESC';
    query
      // In brackets it is an expression beside the entity's columns, not one of them under another name.
      .addSelect(`(${sortedBy})`, 'sort_key')
      .orderBy(sortedBy, way)
      .addOrderBy(`${alias}.id`, way)
      .limit(limit);
    const { entities, raw } = await query.getRawAndEntities<{ sort_key: Date | string | number }>();
    return entities.map((row, index) => ({ row, key: raw[index]!.sort_key }));
  });
  return { ...found, count: () => countUpTo(counted, LIMITS.exactCount) };
}

/** The same for a list that is read in another way, but for its count. */
export async function slicedPage<Row extends { id: number }>(
  page: Page,
  direction: 'ASC' | 'DESC',
  read: (slice: Slice) => Promise<Sliced<Row>[]>,
): Promise<Omit<PageOf<Row>, 'count'>> {
  const { size, backwards, cursor } = readPage(page);
  const [value, id] = cursor === null ? [] : readCursor(cursor, page);
  const found = await read({
    limit: size + 1,
    ascending: (direction === 'ASC') !== backwards,
    after: id === undefined ? null : { value: value ?? LAST_MOMENT, id },
  }).catch((error: unknown) => {
    throw cursor !== null && isNoMoment(error) ? strangeCursor(page) : error;
  });
  const more = found.length > size;
  const shown = found.slice(0, size);
  const keys = new Map(shown.map(({ row, key }) => [row.id, key]));
  if (backwards) shown.reverse();
  return {
    rows: shown.map(({ row }) => row),
    hasNextPage: backwards ? cursor !== null : more,
    hasPreviousPage: backwards ? more : cursor !== null,
    cursorOf: (row) => writeCursor(keys.get(row.id)!, row.id),
  };
}

/** A whole list, page after page, each read when it is asked for; an empty list is one empty page. */
export async function* everyPage<Row>(read: (page: Page) => Promise<PageOf<Row>>): AsyncGenerator<Row[]> {
  let after: string | null = null;
  do {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other is the point
    const { rows, hasNextPage, cursorOf }: PageOf<Row> = await read({ first: LIMITS.pageSize, after });
    yield rows;
    after = hasNextPage ? cursorOf(rows.at(-1)!) : null;
  } while (after !== null);
}

/** Rows for other programs: named columns, and pages that are read as they are asked for. */
export type Table = { columns: readonly string[]; pages: AsyncGenerator<Record<string, unknown>[]> };

/** Counts no further than `most`, from where on a count is not exact. */
export async function countUpTo<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, most: number) {
  const limited = query
    .select('1')
    .orderBy()
    .limit(most + 1);
  const [sql, parameters] = limited.getQueryAndParameters();
  const [{ count }] = await query.connection.manager.query(
    `SELECT count(*)::int AS count FROM (${sql}) AS row`,
    parameters,
  );
  return { totalCount: Math.min(count, most), exact: count <= most };
}

/** What the arguments of a list ask for; INVALID names the bad one. */
export function readPage({ first, after, last, before }: Page) {
  if (first != null && last != null) throw invalid({ last: 'Give first or last, not both.' });
  const size = first ?? last;
  const name = first != null ? 'first' : last != null ? 'last' : 'first';
  if (size == null) throw invalid({ first: `Give first or last, from 1 to ${LIMITS.pageSize}.` });
  if (!Number.isInteger(size) || size < 1 || size > LIMITS.pageSize)
    throw invalid({ [name]: `${name} is a number from 1 to ${LIMITS.pageSize}.` });
  const backwards = last != null;
  if (backwards ? after != null : before != null)
    throw invalid({ [backwards ? 'after' : 'before']: 'after goes with first, before with last.' });
  return { size, backwards, cursor: (backwards ? before : after) ?? null };
}

/** `infinity` arrives as a number that JSON writes as null, and is read back from that. */
const writeCursor = (value: Date | string | number, id: number): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

function readCursor(cursor: string, page: Page): Key {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Key;
    const isMoment = value === null || (typeof value === 'string' && value.length <= 200);
    if (isMoment && Number.isSafeInteger(id)) return [value, id];
  } catch {
    // Told below, like any other cursor that is not ours.
  }
  throw strangeCursor(page);
}

/** For a cursor that is not one of this list's. */
export const strangeCursor = ({ last }: Page) =>
  invalid({ [last == null ? 'after' : 'before']: 'This cursor was not made by this list.' });

/** Postgres cannot read the cursor's value as what the list is sorted by. */
const isNoMoment = (error: unknown): boolean => {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return /^2200[78]$/.test(String(driverError?.code ?? code));
};
