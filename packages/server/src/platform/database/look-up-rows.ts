import type { Tx } from './database.ts';
import { lookUp } from './look-up.ts';

/** Which rows of an entity: a condition over its columns. */
type Which<Row> = { name: string; entity: new () => Row; where: string };

/** Rows of an entity that are found by key, made without the entity manager, which takes longer than the database to build the query and the rows. */
export async function lookUpRows<Row extends object>(
  tx: Tx,
  { name, entity, where }: Which<Row>,
  values: readonly unknown[],
): Promise<Row[]> {
  const rows = await lookUp<Row>(tx, { name, text: `SELECT ${columnsOf(tx, entity)} WHERE ${where}` }, values);
  return rows.map((row) => Object.assign(new entity(), row));
}

const columns = new WeakMap<object, string>();

/** The columns that an entity selects, under the names of its properties, and its table. */
function columnsOf(tx: Tx, entity: new () => object): string {
  const metadata = tx.connection.getMetadata(entity);
  let known = columns.get(metadata);
  if (known === undefined) {
    const selected = metadata.columns.filter(({ isSelect }) => isSelect);
    const named = selected.map(({ databaseName, propertyName }) => `${databaseName} AS "${propertyName}"`);
    known = `${named.join(', ')} FROM ${metadata.tableName}`;
    columns.set(metadata, known);
  }
  return known;
}
