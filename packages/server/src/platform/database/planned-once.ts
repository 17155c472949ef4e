import type { Tx } from './database.ts';
import { prepared } from './prepared.ts';
import { poolOf, sendAtOnce } from './send-at-once.ts';

/**
 * Runs a statement by the plan that each connection makes of it once, whatever the values: for one that is written so that there is one right way to run it.
 * Left to itself Postgres plans long statements anew each time, hoping for better, which takes longer than running them. Within a transaction it is left to itself.
 */
export function plannedOnce<Row extends object>(
  tx: Tx,
  { name, text }: { name: string; text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  if (tx.queryRunner) return prepared(tx, { name, text }, values);
  tx.connection.logger.logQuery(text, [...values]);
  return new Promise<Row[]>((resolve, reject) => {
    const unheard = { resolve: () => {}, reject: () => {} };
    sendAtOnce(poolOf(tx), [
      { query: 'SET plan_cache_mode = force_generic_plan', ...unheard },
      { query: { name, text, values: [...values] }, resolve, reject },
      { query: 'RESET plan_cache_mode', ...unheard },
    ]);
  });
}
