import type { Database } from '../../platform/database/database.ts';
import { deleteCodesBefore } from './application-authorization.store.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Forgets codes that expired more than a day ago; until then one that comes again ends what it was exchanged for. (AP-7) */
export async function forgetAuthorizationCodes({ database, now }: { database: Database; now: Date }): Promise<void> {
  await deleteCodesBefore(database.manager, new Date(now.getTime() - DAY));
}
