import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect, runMigrations } from '../platform/database/database.ts';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';
import { ENTITIES, MIGRATIONS } from '../platform/database/entities.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Postgres; its database is the migrated template that nobody connects to. */
    templateUrl: string;
  }
}

/** One Postgres for the whole run, migrated once: each test database is a copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-tests-'));
  const postgres = await startEmbeddedPostgres({ dataDir, fast: true });
  const database = await connect({ url: postgres.url, entities: ENTITIES, migrations: MIGRATIONS });
  await runMigrations(database);
  await database.destroy();
  project.provide('templateUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
