import { Query } from 'pg';

type Parse = (text: string) => unknown;
/** Who knows how a type is read. */
export type Types = { getTypeParser(type: number, format: string): Parse };
type Field = { name: string; dataTypeID: number; format: string };
/** How rows of one statement are read. */
type Reading = { names: string[]; types: number[]; parsers: Parse[] };

/** What the driver calls on a statement while its answer comes in. */
type Answered = Statement & {
  callback: (error: Error | null, rows: object[]) => void;
  handleRowDescription(message: { fields: Field[] }): void;
  handleDataRow(message: { fields: (string | null)[] }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
};
const DriversQuery = Query as unknown as new (text: string, callback: Answered['callback']) => Answered;

export type Statement = { name: string; text: string; values: readonly unknown[] };

const known = new Map<string, Reading>();

/** Once worked out for a statement, it is the same the next time, unless its table was changed meanwhile. */
function readingOf(name: string, fields: readonly Field[], types: Types): Reading {
  const last = known.get(name);
  if (
    last?.names.length === fields.length &&
    fields.every((field, index) => field.name === last.names[index] && field.dataTypeID === last.types[index])
  )
    return last;
  const reading = {
    names: fields.map((field) => field.name),
    types: fields.map(({ dataTypeID }) => dataTypeID),
    parsers: fields.map(({ dataTypeID, format }) => types.getTypeParser(dataTypeID, format)),
  };
  known.set(name, reading);
  return reading;
}

/** Lists of ids, of which most look-ups are, as Postgres reads them; the driver writes each id as a text within quotation marks. */
const written = (value: unknown): unknown =>
  Array.isArray(value) && value.every(Number.isSafeInteger) ? `{${value.join(',')}}` : value;

/**
 * A named statement that answers with its rows and no more: for pages of many rows, where the driver takes longer over what surrounds these than over the rows. It looks
 * for parsers anew each time, tells listeners of each row, and copies an empty one for it.
 */
export class RowQuery extends DriversQuery {
  private readonly found: object[] = [];
  private reading: Reading | null = null;
  private failure: Error | null = null;

  constructor(
    { name, text, values }: Statement,
    private readonly parsersBy: Types,
    /** What a row is made as. */
    private readonly Row: new () => object,
    callback: Answered['callback'],
  ) {
    super(text, callback);
    Object.assign(this, { name, values: values.map(written) });
  }

  override handleRowDescription({ fields }: { fields: Field[] }): void {
    this.reading = readingOf(this.name, fields, this.parsersBy);
  }

  override handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.failure) return;
    const { names, parsers } = this.reading!;
    const row = new this.Row() as Record<string, unknown>;
    try {
      for (let index = 0; index < fields.length; index++) {
        const text = fields[index]!;
        row[names[index]!] = text === null ? null : parsers[index]!(text);
      }
    } catch (error) {
      // The connection goes on until Postgres is done; then it is told.
      this.failure = error as Error;
    }
    this.found.push(row);
  }

  override handleCommandComplete(): void {
    // How many rows there were is known from the rows.
  }

  override handleReadyForQuery(): void {
    this.callback(this.failure, this.found);
  }
}
