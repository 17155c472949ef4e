import type { Pool, PoolClient } from 'pg';
import type { Tx } from './database.ts';

type Driver = { master: Pool };

/** Rows as what they are to be, if that is not plain objects. */
export const made =
  <Row extends object>(Row: (new () => Row) | undefined) =>
  (rows: Row[]): Row[] =>
    Row ? rows.map((row) => Object.assign(new Row(), row)) : rows;

/**
 * Runs a statement that each connection parses and plans once, not each time: for those that every request begins with, where planning costs Postgres
 * several times what running does. One name goes with one text. Joins the transaction that `tx` is in, if it is in one.
 */
export async function prepared<Row extends object>(
  tx: Tx,
  { name, text }: { name: string; text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  const { driver, logger } = tx.connection;
  logger.logQuery(text, [...values]);
  const connection = tx.queryRunner
    ? ((await tx.queryRunner.connect()) as PoolClient)
    : (driver as unknown as Driver).master;
  const { rows } = await connection.query<Row>({ name, text, values: [...values] });
  return rows;
}
