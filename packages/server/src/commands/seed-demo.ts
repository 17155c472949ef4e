import { settingsOf } from '../app.ts';
import type { Config } from '../config.ts';
import { prepareDemonstration } from '../demonstration/demonstration.ts';
import { encryptionKeyOf } from '../platform/encryption/kept-key.ts';
import { withDatabase } from './with-database.ts';

/** Makes the demonstration's data where demonstration mode is on. (SN-6) */
export async function seedDemo(config: Config): Promise<void> {
  if (!config.demo)
    throw new Error('Demonstration data is for demonstration mode: unset DATABASE_URL, and DEMO if it is 0.');
  const encryptionKey = await encryptionKeyOf(config);
  const { password } = await withDatabase(config, ({ database }) =>
    prepareDemonstration(database, {
      settings: settingsOf({ ...config, encryptionKey }),
      dataDir: config.dataDir,
      password: config.demoPassword,
    }),
  );
  process.stdout.write(`The demonstration is there. Password of its accounts: ${password}\n`);
}
