import { once } from 'node:events';
import type { Config } from './config.ts';
import { startPostgres } from './start-postgres.ts';

/**
 * Runs the server until it is told to stop. People read standard output; the log, in JSON, goes to standard error.
 * Told so (SIGTERM, SIGINT), it takes no more requests, finishes those and its jobs, and stops the embedded Postgres last; told twice, it ends at once.
 */
export async function serve(config: Config): Promise<void> {
  const told = toldToStop();
  // Postgres comes up while the server's parts, which take longer, are loaded.
  const [postgres, { runServer }] = await Promise.all([startPostgres(config), import('./run-server.ts')]);
  await runServer(config, postgres, told);
}

/** The first signal; a second one ends the process at once. */
async function toldToStop(): Promise<string> {
  const signal = await Promise.race(['SIGTERM', 'SIGINT'].map((name) => once(process, name).then(() => name)));
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => process.exit(1));
  return signal;
}
