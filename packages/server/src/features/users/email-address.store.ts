import type { Tx } from '../../platform/database/database.ts';
import { EmailAddress } from './email-address.entity.ts';
import { User } from './user.entity.ts';

export type OwnEmailAddress = EmailAddress & { isPrimary: boolean };
type NewEmailAddress = Omit<EmailAddress, 'id'>;

const COLUMNS = `address.id, address.user_id AS "userId", address.address, address.verified_at AS "verifiedAt",
  address.created_at AS "createdAt", address.address = person.email AS "isPrimary"`;

/** All addresses of these people, each one's primary first, then in the order in which they were added. */
export const findAddressesOf = (tx: Tx, userIds: readonly number[]): Promise<OwnEmailAddress[]> =>
  tx.query(
    `SELECT ${COLUMNS} FROM email_addresses address JOIN users person ON person.id = address.user_id
      WHERE person.id = ANY($1::bigint[]) ORDER BY "isPrimary" DESC, address.id`,
    [userIds],
  );

/** One of the person's own, in whatever case it is asked for; null when it is none. */
export async function findOwnAddress(tx: Tx, userId: number, address: string): Promise<OwnEmailAddress | null> {
  const rows: OwnEmailAddress[] = await tx.query(
    `SELECT ${COLUMNS} FROM email_addresses address JOIN users person ON person.id = address.user_id
      WHERE person.id = $1 AND lower(address.address) = lower($2)`,
    [userId, address],
  );
  return rows[0] ?? null;
}

/** Whose verified address this is; nobody's while it is only claimed. */
export async function findVerifiedOwnerId(tx: Tx, address: string): Promise<number | null> {
  const rows: { userId: number }[] = await tx.query(
    `SELECT user_id AS "userId" FROM email_addresses WHERE lower(address) = lower($1) AND verified_at IS NOT NULL`,
    [address],
  );
  return rows[0]?.userId ?? null;
}

/** Null when the person has it already, in whatever case. */
export async function insertEmailAddress(tx: Tx, row: NewEmailAddress): Promise<EmailAddress | null> {
  const { userId, address, verifiedAt, createdAt } = row;
  const rows: { id: number }[] = await tx.query(
    `INSERT INTO email_addresses (user_id, address, verified_at, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, lower(address)) DO NOTHING RETURNING id`,
    [userId, address, verifiedAt, createdAt],
  );
  return rows[0] ? { ...row, id: rows[0].id } : null;
}

/** False, and nothing written, when somebody else has verified it. */
export async function setVerified(tx: Tx, { id }: { id: number }, verifiedAt: Date): Promise<boolean> {
  // Within a savepoint: the index that keeps an address one person's alone refuses the statement and not the transaction.
  try {
    await tx.transaction((inner) => inner.update(EmailAddress, { id }, { verifiedAt }));
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

const isTaken = (error: unknown) =>
  (error as { driverError?: { constraint?: string } }).driverError?.constraint === 'email_addresses_verified_idx';

export const setPrimaryAddress = (tx: Tx, { userId, address }: Pick<EmailAddress, 'userId' | 'address'>) =>
  tx.update(User, { id: userId }, { email: address });

export const deleteEmailAddress = (tx: Tx, { id }: { id: number }) => tx.delete(EmailAddress, { id });
