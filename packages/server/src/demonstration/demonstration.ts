import { join } from 'node:path';
import type { Settings } from '../access/caller.ts';
import type { Database } from '../platform/database/database.ts';
import { hasDemonstrationAccounts } from './demonstration.store.ts';
import { keptPassword, setDemonstrationPassword } from './password.ts';
import { type ReviewBot, readReviewBot, reviewBotKey } from './review-bot.ts';
import { seedDemonstration } from './seed-demonstration.ts';

export type Demonstration = { password: string; reviewBot: ReviewBot; reviewBotKey: string };

const folderIn = (dataDir: string) => join(dataDir, 'demo');

/** The demonstration as a server starts with it: data made when there is none, and the accounts' password of this start. (SN-6) */
export async function prepareDemonstration(
  database: Database,
  {
    settings,
    dataDir,
    password,
    now = new Date(),
  }: { settings: Settings; dataDir: string; password: string | null; now?: Date },
): Promise<Demonstration> {
  const folder = folderIn(dataDir);
  await seedDemonstration(database, { settings, now, folder });
  const used = password ?? (await keptPassword(folder));
  await setDemonstrationPassword(database, used);
  const reviewBot = await readReviewBot(folder);
  if (!reviewBot)
    throw new Error(`The key of the demonstration's App is gone from ${folder}. Remove DATA_DIR to start over.`);
  return { password: used, reviewBot, reviewBotKey: reviewBotKey(folder) };
}

/** Whether the demonstration's accounts and the key of its App are there. */
export async function isDemonstrationReady(database: Database, dataDir: string): Promise<boolean> {
  return (await hasDemonstrationAccounts(database.manager)) && (await readReviewBot(folderIn(dataDir))) !== null;
}
