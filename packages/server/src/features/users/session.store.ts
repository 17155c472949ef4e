import { Not } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { prepared } from '../../platform/database/prepared.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';

export type SessionOfUser = Session & Pick<User, 'login' | 'suspendedAt' | 'isDemonstration'>;

export const insertSession = (tx: Tx, session: Omit<Session, 'id'>) => tx.insert(Session, session);

const FIND_SESSION = {
  name: 'find-session',
  text: `SELECT session.id, session.user_id AS "userId", session.created_at AS "createdAt", session.last_seen_at AS "lastSeenAt",
            session.password_given_at AS "passwordGivenAt", person.login, person.suspended_at AS "suspendedAt",
            person.is_demonstration AS "isDemonstration"
       FROM sessions session JOIN users person ON person.id = session.user_id WHERE session.secret_hash = $1`,
};

/** The session with what its person's state says about it, in one statement; runs once in every request of a browser. */
export async function findSession(tx: Tx, secretHash: Buffer): Promise<SessionOfUser | null> {
  const [row] = await prepared<SessionOfUser>(tx, FIND_SESSION, [secretHash]);
  return row ?? null;
}

export const touchSession = (tx: Tx, id: number, lastSeenAt: Date) => tx.update(Session, { id }, { lastSeenAt });

export const renewPassword = (tx: Tx, id: number, passwordGivenAt: Date) =>
  tx.update(Session, { id }, { passwordGivenAt });

export const deleteSession = (tx: Tx, secretHash: Buffer) => tx.delete(Session, { secretHash });

/** All of a person's sessions, or all but the one that goes on. */
export const deleteSessionsOf = (tx: Tx, userId: number, exceptId: number | null) =>
  tx.delete(Session, { userId, ...(exceptId !== null && { id: Not(exceptId) }) });
