import type { Config } from '../config.ts';
import { withDatabase } from './with-database.ts';

export async function migrate(config: Config): Promise<void> {
  await withDatabase(config, async () => process.stdout.write('The database has the tables of this version.\n'), {
    migrate: true,
  });
}
