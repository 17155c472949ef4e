import type { Config } from '../config.ts';
import { createLog } from '../platform/telemetry/log.ts';
import { type RunningDatabase, startDatabase } from '../start-database.ts';

/** Does a command's work on the database, beside a running server or without one. */
export async function withDatabase<Result>(
  config: Config,
  work: (running: RunningDatabase) => Promise<Result>,
  options: { migrate?: boolean } = {},
): Promise<Result> {
  const running = await startDatabase(config, createLog('error', process.stderr), options);
  try {
    return await work(running);
  } finally {
    await running.stop();
  }
}
