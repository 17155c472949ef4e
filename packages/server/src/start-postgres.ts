import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.ts';

export type RunningPostgres = { url: string; stop(): Promise<void> };

/** The operator's Postgres, or the embedded one, which is started unless a server on the same folder has it running. */
export async function startPostgres({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<RunningPostgres> {
  return databaseUrl === null ? startEmbeddedPostgres({ dataDir }) : { url: databaseUrl, stop: async () => {} };
}
