import type { Tx } from './database.ts';
import { lookUp } from './look-up.ts';

/** Which rows of an entity: a condition over its columns, and which of these, if not all. One name goes with one entity, condition and columns. */
type Which<Row, Property> = {
  name: string;
  entity: new () => Row;
  where: string;
  properties?: readonly Property[];
};

/** Rows of an entity that are found by key, made without the entity manager, which takes longer than the database to build the query and the rows. */
export const lookUpRows = <Row extends object, Property extends keyof Row = keyof Row>(
  tx: Tx,
  which: Which<Row, Property>,
  values: readonly unknown[],
): Promise<Pick<Row, Property>[]> =>
  lookUp<Row>(tx, { name: which.name, text: textOf(tx, which), Row: which.entity }, values);

const texts = new WeakMap<object, Map<string, string>>();

/** What is selected stands under the names of its properties. */
function textOf<Row>(tx: Tx, { name, entity, where, properties }: Which<Row, keyof Row>): string {
  const { columns, tableName } = tx.connection.getMetadata(entity);
  let known = texts.get(columns);
  if (!known) texts.set(columns, (known = new Map()));
  let text = known.get(name);
  if (text === undefined) {
    const selected = columns.filter(({ isSelect, propertyName }) =>
      properties ? properties.includes(propertyName as keyof Row) : isSelect,
    );
    const named = selected.map(({ databaseName, propertyName }) => `${databaseName} AS "${propertyName}"`);
    text = `SELECT ${named.join(', ')} FROM ${tableName} WHERE ${where}`;
    known.set(name, text);
  }
  return text;
}
