import { Not } from 'typeorm';
import type { Tx } from '../../platform/database/database.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';

export type SessionOfUser = Omit<Session, 'secretHash'> & Pick<User, 'login' | 'suspendedAt' | 'isDemonstration'>;

export const insertSession = (tx: Tx, session: Omit<Session, 'id'>) => tx.insert(Session, session);

export const touchSession = (tx: Tx, id: number, lastSeenAt: Date) => tx.update(Session, { id }, { lastSeenAt });

export const renewPassword = (tx: Tx, id: number, passwordGivenAt: Date) =>
  tx.update(Session, { id }, { passwordGivenAt });

export const deleteSession = (tx: Tx, secretHash: Buffer) => tx.delete(Session, { secretHash });

/** All of a person's sessions, or all but the one that goes on. */
export const deleteSessionsOf = (tx: Tx, userId: number, exceptId: number | null) =>
  tx.delete(Session, { userId, ...(exceptId !== null && { id: Not(exceptId) }) });
