import type { Tx } from '../../platform/database/database.ts';
import { deleteDailyMails } from './daily-mail.store.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Forgets who had which mail on days that are long over: nobody asks about them again. */
export async function forgetDailyMails(tx: Tx, now: Date): Promise<void> {
  await deleteDailyMails(tx, new Date(now.getTime() - WEEK));
}
