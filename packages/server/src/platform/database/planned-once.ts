import type { Tx } from './database.ts';
import { made, prepared } from './prepared.ts';
import { poolOf, sendAtOnce } from './send-at-once.ts';

type Planned<Row> = {
  name: string;
  text: string;
  /** What its rows are made as, if not as plain objects. */
  Row?: new () => Row;
  /** The types of values, by their numbers, where the text does not say them: `$1::bigint`. What has none is a text. */
  types?: Readonly<Record<string, string>>;
};

const unseen = new Map<string, string>();

/**
 * The statement with each value behind a little query of its own, so that the planner cannot look at it. What it makes for one value it then knows to be as good
 * for the next, and keeps.
 */
function withoutValues({ name, text, types = {} }: Planned<object>): string {
  let hidden = unseen.get(name);
  if (hidden === undefined) {
    hidden = text.replaceAll(/(\$\d+)(?:::(\w+(?:\[\])?))?/g, (_, value: string, cast?: string) => {
      const type = cast ?? types[value] ?? 'text';
      return `(SELECT ${value}::${type})::${type}`;
    });
    unseen.set(name, hidden);
  }
  return hidden;
}

/**
 * Runs a statement by the plan that each connection makes of it in its first runs, whatever the values: for one that is written so that there is one right way
 * to run it. Left to itself Postgres plans long statements anew each time, hoping for better, which takes longer than running them. One name goes with one text.
 */
export function plannedOnce<Row extends object>(
  tx: Tx,
  statement: Planned<Row>,
  values: readonly unknown[],
): Promise<Row[]> {
  const { name, Row } = statement;
  const text = withoutValues(statement);
  if (tx.queryRunner) return prepared<Row>(tx, { name, text }, values).then(made(Row));
  tx.connection.logger.logQuery(text, [...values]);
  return new Promise<Row[]>((resolve, reject) => {
    sendAtOnce(poolOf(tx), [{ query: { name, text, values }, Row, resolve, reject }]);
  });
}
