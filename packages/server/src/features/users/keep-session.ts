import type { Database } from '../../platform/database/database.ts';
import { type SessionOfUser, touchSession } from './session.store.ts';

const DAY = 24 * 60 * 60 * 1000;
const SESSION_IDLE = 14 * DAY;
export const SESSION_LONGEST = 30 * DAY;
/** Written at most this often, so that a page full of requests writes once. */
const TOUCH_AFTER = 10 * 60 * 1000;

/** Whether a session holds (14 days idle, 30 at most, its person not suspended); one that does is kept alive. (SN-1) */
export async function keepSession(database: Database, session: SessionOfUser, now: Date): Promise<boolean> {
  if (session.suspendedAt) return false;
  const idle = now.getTime() - session.lastSeenAt.getTime();
  if (idle > SESSION_IDLE || now.getTime() - session.createdAt.getTime() > SESSION_LONGEST) return false;
  if (idle > TOUCH_AFTER) await touchSession(database.manager, session.id, now);
  return true;
}
