import type { Tx } from '../../platform/database/database.ts';
import { lookUpRows } from '../../platform/database/look-up-rows.ts';
import { insertEmailAddress } from './email-address.store.ts';
import { User } from './user.entity.ts';

type NewUser = Omit<User, 'id' | 'formerEmailVerifiedAt'>;

/** False when the name is taken by a person or an organization. (SN-5) */
export async function claimLogin(tx: Tx, login: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'INSERT INTO logins (login) VALUES ($1) ON CONFLICT DO NOTHING RETURNING login',
    [login],
  );
  return rows.length > 0;
}

/** The person, and their first address, which is verified. */
export async function insertUser(tx: Tx, user: NewUser): Promise<User> {
  const { email: address, createdAt } = user;
  const made = await tx.save(tx.create(User, user));
  await insertEmailAddress(tx, { userId: made.id, address, verifiedAt: createdAt, createdAt });
  return made;
}

export const findUserByLogin = (tx: Tx, login: string): Promise<User | null> =>
  tx.findOneBy(User, { login: login.toLowerCase() });

const FIND_USERS = { name: 'find-users', entity: User, where: 'id = ANY($1::bigint[])' };

export const findUsers = (tx: Tx, ids: readonly number[]): Promise<User[]> => lookUpRows(tx, FIND_USERS, [ids]);

/** All of a person that is ever shown. */
export type Profile = Pick<User, (typeof PROFILE)[number]>;
const PROFILE = ['id', 'login', 'name', 'email', 'locale', 'suspendedAt'] as const;
const FIND_PROFILES = { ...FIND_USERS, name: 'find-profiles', properties: PROFILE };

export const findProfiles = (tx: Tx, ids: readonly number[]): Promise<Profile[]> =>
  lookUpRows(tx, FIND_PROFILES, [ids]);

/** By login, or by an address that they have verified; null when it is nobody's. */
export async function findUserBy(tx: Tx, loginOrAddress: string): Promise<User | null> {
  const [row]: { id: number }[] = await tx.query(
    `SELECT id FROM users WHERE login = lower($1)
     UNION ALL SELECT user_id FROM email_addresses WHERE lower(address) = lower($1) AND verified_at IS NOT NULL`,
    [loginOrAddress],
  );
  return row ? tx.findOneBy(User, { id: row.id }) : null;
}

/** The person, whose addresses, links and password nobody else changes until this transaction ends. */
export const lockUser = (tx: Tx, id: number): Promise<User | null> =>
  tx.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });

/** The person, whose password nobody changes until this transaction ends. Several may hold them so. */
export const holdUser = (tx: Tx, id: number): Promise<User | null> =>
  tx.findOne(User, { where: { id }, lock: { mode: 'pessimistic_read' } });

export const setPasswordHash = (tx: Tx, id: number, passwordHash: string) => tx.update(User, { id }, { passwordHash });

/** The demonstration accounts get the password of this start. */
export const setDemonstrationPasswords = (tx: Tx, from: readonly string[], passwordHash: string) =>
  tx
    .createQueryBuilder()
    .update(User)
    .set({ passwordHash })
    .where('is_demonstration AND password_hash = ANY(:from)', { from: [...from] })
    .execute();
