import type { Database } from '../../platform/database/database.ts';
import { deleteDailyMails } from './daily-mail.store.ts';

const DAY = 24 * 60 * 60 * 1000;
const KEPT_FOR = 366 * DAY;

/** Forgets who had which mail on days that are over for a year. Not sooner: a clock that jumps by less must not make people have it again. (ML-1, ML-3) */
export async function forgetDailyMails({ database, now }: { database: Database; now: Date }): Promise<void> {
  await deleteDailyMails(database.manager, new Date(now.getTime() - KEPT_FOR));
}
