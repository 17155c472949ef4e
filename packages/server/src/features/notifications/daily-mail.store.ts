import type { Tx } from '../../platform/database/database.ts';

export const deleteDailyMails = (tx: Tx, before: Date) =>
  tx.query(`DELETE FROM daily_mails WHERE day < ($1::timestamptz AT TIME ZONE 'UTC')::date`, [before]);
