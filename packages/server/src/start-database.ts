import type { Config } from './config.ts';
import { connect, type Database, requireMigrated, runMigrations } from './platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from './platform/database/entities.ts';
import type { Log } from './platform/telemetry/log.ts';
import { type RunningPostgres, startPostgres } from './start-postgres.ts';

export type RunningDatabase = RunningPostgres & { database: Database };

/**
 * A Postgres with this version's tables. The embedded one is brought to them; the operator's must have them already, unless `migrate` says to
 * bring it there. `postgres`: one that has been started.
 */
export async function startDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
  { migrate = false, postgres }: { migrate?: boolean; postgres?: RunningPostgres } = {},
): Promise<RunningDatabase> {
  const { url, stop: stopPostgres } = postgres ?? (await startPostgres(config));
  let database: Database | null = null;
  const stop = async () => {
    if (database?.isInitialized) await database.destroy();
    await stopPostgres();
  };
  try {
    database = await connect({ url, entities: ENTITIES, migrations: MIGRATIONS, log });
    if (config.databaseUrl === null || migrate) await runMigrations(database);
    else await requireMigrated(database);
    return { url, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
