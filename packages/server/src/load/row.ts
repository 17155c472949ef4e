/** A table's rows as COPY reads them: a line of values for each. */
export type LoadTable = { name: string; columns: readonly string[]; lines: () => Iterable<string> };

type Value = string | number | boolean | null;

/** The values are ours: none has a tab, a backslash or a line's end in it. */
export function line(...values: Value[]): string {
  let text = '';
  for (const value of values) text += `${text === '' ? '' : '\t'}${value ?? String.raw`\N`}`;
  return `${text}\n`;
}

export const moment = (time: number): string => new Date(time).toISOString();

export function* numbers(count: number, from = 0): Generator<number> {
  for (let number = from; number < count; number++) yield number;
}
