import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, runMigrations } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { ENTITIES, MIGRATIONS } from './entities.ts';

/** The statements that would still make the tables what the entities say, once all migrations have run. None, when both agree. */
export async function missingFromMigrations(url: string): Promise<string[]> {
  const database = await connect({ url, entities: ENTITIES, migrations: MIGRATIONS });
  try {
    await runMigrations(database);
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await database.destroy();
  }
}

if (import.meta.main) {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-migrations-'));
  const postgres = await startEmbeddedPostgres({ dataDir, fast: true });
  try {
    const missing = await missingFromMigrations(postgres.url);
    process.stdout.write(
      missing.length
        ? `Migrations and entities differ. Missing:\n${missing.join(';\n')};\n`
        : 'Migrations match the entities.\n',
    );
    process.exitCode = missing.length ? 1 : 0;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
}
