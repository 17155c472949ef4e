import type { Pool } from 'pg';
import type { Tx } from './database.ts';
import { made, prepared } from './prepared.ts';
import { poolOf, type Sent, sendAtOnce } from './send-at-once.ts';

/** So many share a connection, which answers them one after the other. */
const MOST = 8;

const waiting = new WeakMap<Pool, Sent[]>();

/**
 * Rows that are found by key, in next to no time. All that is looked up in the same turn of the loop, for whomever, is sent at once and waited for together,
 * a few statements to a connection: going to and fro costs more than such a statement does. Each sees what was committed before it, as ever. Not for what may
 * take its time, as others wait behind it. Rows are made as what the statement says. Joins the transaction that `tx` is in, if it is in one.
 */
export function lookUp<Row extends object>(
  tx: Tx,
  { name, text, Row }: { name: string; text: string; Row?: new () => Row },
  values: readonly unknown[],
): Promise<Row[]> {
  if (tx.queryRunner) return prepared<Row>(tx, { name, text }, values).then(made(Row));
  tx.connection.logger.logQuery(text, [...values]);
  return new Promise<Row[]>((resolve, reject) => {
    const pool = poolOf(tx);
    const others = waiting.get(pool);
    const all = others ?? [];
    all.push({ query: { name, text, values }, Row, resolve, reject });
    if (others) return;
    waiting.set(pool, all);
    setImmediate(() => {
      waiting.delete(pool);
      for (let from = 0; from < all.length; from += MOST) sendAtOnce(pool, all.slice(from, from + MOST));
    });
  });
}
