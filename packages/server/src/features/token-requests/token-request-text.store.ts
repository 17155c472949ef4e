import { containing } from '../../platform/database/text-search.ts';

// Texts have an index of their own, over all organizations and in no order: it serves where it has few. $3 is the pattern.

/** The index knows texts by three letters or digits in a row. */
const IS_INDEXED = /[\p{L}\p{N}]{3}/u;
/** A text that is in so many of the newest is in many; in fewer, the index has few. */
const SAMPLE = { requests: 1_000, hits: 13 };

const OF_ONE_STATUS = 'asked.organization_id = $1 AND asked.status = one.status';
const fromEachStatus = (what: string): string =>
  `unnest($2::text[]) AS one(status) CROSS JOIN LATERAL (SELECT ${what}) AS piece`;
const newest = `ORDER BY asked.created_at DESC, asked.id DESC LIMIT ${SAMPLE.requests}`;

const isSmall = `(SELECT count(*) < ${SAMPLE.requests} FROM (
  SELECT FROM ${fromEachStatus(`FROM token_requests asked WHERE ${OF_ONE_STATUS} ${newest}`)} LIMIT ${SAMPLE.requests}) AS listed)`;
const isCommon = `(SELECT count(*) = ${SAMPLE.hits} FROM (
  SELECT FROM ${fromEachStatus(`asked.search_text FROM token_requests asked WHERE ${OF_ONE_STATUS} ${newest}`)}
   WHERE piece.search_text LIKE $3 LIMIT ${SAMPLE.hits}) AS hits)`;

// Written so that only the index of texts can serve, or only that of the list.
const fromIndexOfTexts = `SELECT asked.id FROM token_requests asked
  WHERE asked.search_text LIKE $3 AND asked.organization_id + 0 = $1 AND asked.status || '' = ANY($2::text[])`;
const fromList = (condition: string, most: number) =>
  `SELECT piece.id FROM ${fromEachStatus(
    `asked.id FROM token_requests asked WHERE ${OF_ONE_STATUS} AND asked.search_text || '' LIKE $3 AND ${condition} LIMIT ${most}`,
  )}`;

/** How requests with a text are found. */
export function searchFor(text: string) {
  const isShort = !IS_INDEXED.test(text);
  return {
    pattern: containing(text),
    /** In a small organization, or where many have the text, a walk through the list meets a page of them soon. */
    fewOrMany: isShort
      ? 'gate AS (SELECT true AS many), few AS (SELECT NULL::bigint AS id WHERE false)'
      : `gate AS MATERIALIZED (SELECT ${isSmall} OR ${isCommon} AS many),
         few AS MATERIALIZED (${fromIndexOfTexts} AND NOT (SELECT many FROM gate))`,
    /** The ids of all, and no more than so many. */
    upTo: (most: number): string =>
      isShort
        ? fromList('true', most)
        : `SELECT id FROM (${fromIndexOfTexts} AND NOT ${isSmall} LIMIT ${most}) AS indexed UNION ALL ${fromList(isSmall, most)}`,
  };
}
