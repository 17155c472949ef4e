import { conflict } from '../errors.ts';
import { hashPassword } from '../features/users/create-user.ts';
import type { Database } from '../platform/database/database.ts';
import { type LoadSize, planLoad } from './load-plan.ts';
import { analyze, copyInto, isInhabited, makeRoom, moveSequences, setAside } from './load.store.ts';
import { peopleTables } from './people-tables.ts';
import { requestTables } from './request-tables.ts';
import { type KeepSecret, tokenTables } from './token-tables.ts';

export type LoadOptions = LoadSize & {
  now: Date;
  /** Of all people in it. */
  password: string;
  /** Sees each token's secret, in the order of their ids; they are stored nowhere. */
  keep: KeepSecret;
  /** Hears what was done. */
  tell?: (done: string, rows: number | null) => void;
};

/**
 * Fills an empty database with people, organizations, repositories, tokens, requests and grants: the same every time, but for the secrets, which are
 * random and forgotten. All of it is one transaction. There are no audit entries, jobs or mails behind it, and no Git repositories.
 * Resolves with how many rows there are.
 */
export async function seedLoad(database: Database, options: LoadOptions): Promise<number> {
  const { now, password, keep, tell = () => {}, ...size } = options;
  const plan = planLoad(size, now);
  const tables = [
    ...peopleTables(plan, await hashPassword(password)),
    ...tokenTables(plan, keep),
    ...requestTables(plan),
  ];
  // The last is filled by the database itself, with the requests.
  const names = [...tables.map(({ name }) => name), 'token_request_moments'];
  let rows = 0;
  await database.transaction(async (tx) => {
    if (await isInhabited(tx))
      throw conflict(
        'There are people in this database already. Give load data one of its own: set DATABASE_URL or DATA_DIR.',
      );
    await makeRoom(tx);
    const putBack = await setAside(tx, names);
    for (const table of tables) {
      // oxlint-disable-next-line no-await-in-loop -- one connection, one COPY at a time
      const copied = await copyInto(tx, table);
      rows += copied;
      tell(table.name, copied);
    }
    await moveSequences(tx, names);
    await putBack();
    tell('indexes and constraints', null);
  });
  await analyze(database, names);
  tell('statistics', null);
  return rows;
}
