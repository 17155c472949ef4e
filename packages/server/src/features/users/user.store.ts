import type { Tx } from '../../platform/database/database.ts';
import { User } from './user.entity.ts';

export type NewUser = Omit<User, 'id'>;

/** False when the name is taken by a person or an organization. (SN-5) */
export async function claimLogin(tx: Tx, login: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'INSERT INTO logins (login) VALUES ($1) ON CONFLICT DO NOTHING RETURNING login',
    [login],
  );
  return rows.length > 0;
}

export const insertUser = (tx: Tx, user: NewUser): Promise<User> => tx.save(tx.create(User, user));

export const findUserByLogin = (tx: Tx, login: string): Promise<User | null> =>
  tx.findOneBy(User, { login: login.toLowerCase() });

export const findUsers = (tx: Tx, ids: readonly number[]): Promise<User[]> =>
  tx
    .createQueryBuilder(User, 'person')
    .where('person.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The demonstration accounts get the password of this start. */
export const setDemonstrationPasswords = (tx: Tx, passwordHash: string) =>
  tx.update(User, { isDemonstration: true }, { passwordHash });
