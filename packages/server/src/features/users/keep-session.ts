import { hashOf } from '../../access/secrets.ts';
import type { Database } from '../../platform/database/database.ts';
import { findSession, type SessionOfUser, touchSession } from './session.store.ts';

const DAY = 24 * 60 * 60 * 1000;
const SESSION_IDLE = 14 * DAY;
export const SESSION_LONGEST = 30 * DAY;
/** Written at most this often, so that a page full of requests writes once. */
const TOUCH_AFTER = 10 * 60 * 1000;

/** The session behind a cookie while it holds (14 days idle, 30 at most, its person not suspended), else null. (SN-1) */
export async function findLiveSession(database: Database, secret: string, now: Date): Promise<SessionOfUser | null> {
  const session = await findSession(database.manager, hashOf(secret));
  if (!session || session.suspendedAt) return null;
  const idle = now.getTime() - session.lastSeenAt.getTime();
  if (idle > SESSION_IDLE || now.getTime() - session.createdAt.getTime() > SESSION_LONGEST) return null;
  if (idle > TOUCH_AFTER) await touchSession(database.manager, session.id, now);
  return session;
}
