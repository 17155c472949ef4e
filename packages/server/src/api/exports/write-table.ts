import { stringify } from 'csv-stringify/sync';
import type { Table } from '../../platform/database/keyset.ts';

export const FORMATS = ['csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** A table as text, page after page; the next is read when this one has been taken. */
export const writeTable = (table: Table, format: Format): AsyncGenerator<string> =>
  format === 'csv' ? writeCsv(table) : writeJson(table);

/**
 * RFC 4180 with a line of names, in UTF-8 with the mark by which spreadsheets know it. What a spreadsheet would take for a formula is preceded by an
 * apostrophe: names and reasons are written by people whom the reader need not trust.
 */
async function* writeCsv({ columns, pages }: Table): AsyncGenerator<string> {
  let isFirst = true;
  for await (const page of pages) {
    yield stringify(page, {
      columns: [...columns],
      header: isFirst,
      bom: isFirst,
      record_delimiter: '\r\n',
      quote_record_delimiter: true,
      escape_formulas: true,
      cast: {
        boolean: String,
        date: (date) => date.toISOString(),
        object: (value) => (Array.isArray(value) ? value.join(' ') : JSON.stringify(value)),
      },
    });
    isFirst = false;
  }
}

/** One array of objects, a line for each. */
async function* writeJson({ columns, pages }: Table): AsyncGenerator<string> {
  let before = '[\n';
  for await (const page of pages) {
    const lines = page.map((row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]]))));
    if (lines.length > 0) {
      yield before + lines.join(',\n');
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
