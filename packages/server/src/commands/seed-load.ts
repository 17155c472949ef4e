import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { invalid } from '../errors.ts';
import { seedLoad } from '../load/seed-load.ts';
import { withDatabase } from './with-database.ts';

export type LoadWish = {
  tokens: number;
  requests?: number;
  secrets?: { count: number; file: string };
  password?: string;
};

const FEWEST = 100;

/** Fills an empty database with as many tokens, for measuring; the secrets of the first ones go to a file that only its owner reads. */
export async function seedLoadInto(config: Config, { tokens, requests, secrets, password }: LoadWish): Promise<void> {
  const asked = requests ?? Math.round(tokens / 10);
  if (tokens < FEWEST) throw invalid({ tokens: `At least ${FEWEST} tokens.` });
  if (asked < 1 || asked > tokens) throw invalid({ requests: 'At least one request, and no more than tokens.' });
  // Where it cannot be written, that is told before all the work.
  if (secrets) await writeFile(secrets.file, '', { mode: 0o600 });
  const kept: string[] = [];
  const began = performance.now();
  let step = began;
  const rows = await withDatabase(
    config,
    ({ database }) =>
      seedLoad(database, {
        tokens,
        requests: asked,
        now: new Date(),
        password: password ?? randomUUID(),
        keep: ({ id, secret }) => void (kept.length < (secrets?.count ?? 0) && kept.push(`${id}\t${secret}\n`)),
        tell: (done, count) => {
          const seconds = (performance.now() - step) / 1000;
          step = performance.now();
          const what = count === null ? '' : `${count.toLocaleString('en')} rows`.padStart(18);
          process.stdout.write(`${done.padEnd(28)}${what.padEnd(20)}${seconds.toFixed(1).padStart(8)} s\n`);
        },
      }),
    { migrate: true },
  );
  if (secrets) await writeFile(secrets.file, kept.join(''));
  const seconds = (performance.now() - began) / 1000;
  const speed = Math.round(rows / seconds).toLocaleString('en');
  process.stdout.write(`${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s: ${speed} a second\n`);
}
