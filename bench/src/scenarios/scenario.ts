import type { Loaded, Postgres } from '../database.ts';
import type { House } from '../processes.ts';

/** What every scenario has at hand. */
export type Ground = Omit<House, 'databaseUrl'> & { postgres: Postgres; postgresPid: number; loaded: Loaded };

export const houseOf = (ground: Ground, databaseUrl = ground.loaded.url) => ({ ...ground, databaseUrl });

/** Throws where an answer is not what it has to be: nothing is timed that is wrong. */
export function mustEqual(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should)
    throw new Error(`${what} answered ${is.slice(0, 2_000)}\nand should have answered ${should.slice(0, 2_000)}`);
}
