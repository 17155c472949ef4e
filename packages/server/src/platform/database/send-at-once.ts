import type { Writable } from 'node:stream';
import type { Pool, PoolClient, Submittable } from 'pg';
import type { Tx } from './database.ts';
import { RowQuery, type Statement, type Types } from './row-query.ts';

/** A statement, and who waits for its rows. */
export type Sent = {
  query: Statement;
  /** What its rows are made as, if not as plain objects. */
  Row?: new () => object;
  resolve: (rows: never[]) => void;
  reject: (error: Error) => void;
};

export const poolOf = (tx: Tx): Pool => (tx.connection.driver as unknown as { master: Pool }).master;

/** Sends statements over one connection without waiting for the answers between them. Each stands for itself: when one fails the others are done. */
export function sendAtOnce(pool: Pool, batch: readonly Sent[]): void {
  pool.connect((error, client, release) => {
    if (error || !client) {
      for (const { reject } of batch) reject(error!);
      return;
    }
    const left = new Set(batch);
    let failure: Error | undefined;
    const fail = (failed: Error) => {
      failure ??= failed;
    };
    // Nobody else listens while the connection is out of the pool, and an error that nobody hears ends the process. Each statement is told of it too.
    client.on('error', fail);
    const answered = (sent: Sent) => {
      // One whose values cannot be written is told of twice: of that, and when Postgres is done with what was written of it.
      if (!left.delete(sent) || left.size > 0) return;
      client.off('error', fail);
      pipeline(client, false);
      // As the pool does itself: a connection on which something failed is not used again.
      release(failure);
    };
    pipeline(client, true);
    // In one piece: Postgres is woken once for all of them.
    const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    for (const sent of batch)
      client.query(
        new RowQuery(sent.query, client as Types, sent.Row ?? Object, (failed, rows) => {
          if (failed) {
            fail(failed);
            sent.reject(failed);
          } else sent.resolve(rows as never[]);
          answered(sent);
        }) as unknown as Submittable,
      );
    stream.uncork();
  });
}

/** Lets a connection send before it is answered. Only for a batch: what else uses the connection has it to itself, one statement at a time. */
const pipeline = (client: PoolClient, on: boolean) => Object.assign(client, { pipeline: on });
