import { LIMITS } from '@countersign/schema';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { countUpTo, type Sort } from './keyset.ts';

/** A page of a list by its number, as REST counts them: so many rows after so many. */
export type NumberedPage = Readonly<{ offset: number; limit: number }>;
/** The count goes no further than pages do. */
export type NumberedPageOf<Row> = Readonly<{ rows: Row[]; totalCount: number }>;

/** One statement for the page and one for the count. Ties go by id. */
export async function numberedPageOf<Row extends ObjectLiteral & { id: number }>(
  query: SelectQueryBuilder<Row>,
  { offset, limit }: NumberedPage,
  { by, direction }: Omit<Sort, 'nullable'>,
): Promise<NumberedPageOf<Row>> {
  const { totalCount } = await countUpTo(query.clone(), LIMITS.numberedRows);
  const rows = await query
    .orderBy(by, direction)
    .addOrderBy(`${query.alias}.id`, direction)
    .offset(offset)
    .limit(limit)
    .getMany();
  return { rows, totalCount };
}
