import type { Config } from './config.ts';
import { connect, type Database, requireMigrated, runMigrations } from './platform/database/database.ts';
import { startEmbeddedPostgres } from './platform/database/embedded-postgres.ts';
import { ENTITIES, MIGRATIONS } from './platform/database/entities.ts';
import type { Log } from './platform/telemetry/log.ts';

export type RunningDatabase = { url: string; database: Database; stop(): Promise<void> };

/**
 * The operator's Postgres, or the embedded one, which is started unless a server on the same folder has it running. The embedded one is brought
 * to this version's tables; the operator's must be there already, unless `migrate` says to bring it there.
 */
export async function startDatabase(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
  { migrate = false } = {},
): Promise<RunningDatabase> {
  const postgres =
    databaseUrl === null ? await startEmbeddedPostgres({ dataDir }) : { url: databaseUrl, stop: async () => {} };
  let database: Database | null = null;
  const stop = async () => {
    if (database?.isInitialized) await database.destroy();
    await postgres.stop();
  };
  try {
    database = await connect({ url: postgres.url, entities: ENTITIES, migrations: MIGRATIONS, log });
    if (databaseUrl === null || migrate) await runMigrations(database);
    else await requireMigrated(database);
    return { url: postgres.url, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
