/** A row that says which of the keys it was found by: their place in the list, from 1, as `WITH ORDINALITY` counts. */
export type Placed<Row extends object> = Row & { place: number };

/** Rows in the order of the keys that they were found by; null where there is none. */
export function rowsByPlace<Row extends object>(
  keys: readonly unknown[],
  rows: readonly Placed<Row>[],
): (Row | null)[] {
  const found = keys.map((): Row | null => null);
  for (const { place, ...row } of rows) found[place - 1] = row as unknown as Row;
  return found;
}
