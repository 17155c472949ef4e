import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { containing } from '../../platform/database/text-search.ts';

/** What requests and grants are both looked for by, beside what they ask or hold. */
export type TokenFilter = {
  owners?: string[] | null;
  tokenIds?: number[] | null;
  text?: string | null;
  lastUsedBefore?: Date | null;
  lastUsedAfter?: Date | null;
};

/** Texts are searched without regard to case, and to how a character is put together: Korean comes in two forms. (RQ-3) */
export const searchable = (text: string): string => text.normalize('NFC').toLowerCase();

/** Keeps the rows whose token fits; `person` is the column of whose the row is, and where one looks at its last use the token is joined as `token`. */
export function narrowByToken<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  person: string,
  { owners, tokenIds, text, lastUsedBefore, lastUsedAfter }: TokenFilter,
): void {
  if (owners?.length)
    query.andWhere(`${person} IN (SELECT id FROM users WHERE login = ANY(:owners))`, {
      owners: owners.map((login) => login.toLowerCase()),
    });
  if (tokenIds?.length) query.andWhere(`${query.alias}.token_id = ANY(:tokenIds)`, { tokenIds });
  // Not called `text`: the query builder would take the `text` of a `::text[]` beside it for the parameter.
  if (text?.trim())
    query.andWhere(`${query.alias}.search_text LIKE :pattern`, { pattern: containing(searchable(text.trim())) });
  if (lastUsedBefore) query.andWhere('token.last_used_at < :lastUsedBefore', { lastUsedBefore });
  if (lastUsedAfter) query.andWhere('token.last_used_at > :lastUsedAfter', { lastUsedAfter });
}
