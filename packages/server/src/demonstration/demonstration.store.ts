import { Organization } from '../features/organizations/organization.entity.ts';
import { Token } from '../features/tokens/token.entity.ts';
import { User } from '../features/users/user.entity.ts';
import { setDemonstrationPasswords } from '../features/users/user.store.ts';
import type { Tx } from '../platform/database/database.ts';

// Any number that no other part of the product locks.
const SEEDING = 7_203_117;

/** One process seeds, others wait until its transaction ends. */
export const lockSeeding = (tx: Tx) => tx.query('SELECT pg_advisory_xact_lock($1)', [SEEDING]);

export const hasDemonstrationAccounts = (tx: Tx): Promise<boolean> => tx.existsBy(User, { isDemonstration: true });

export const stopAskingForApproval = (tx: Tx, organizationId: number) =>
  tx.update(Organization, { id: organizationId }, { approval: 'NOT_REQUIRED' });

export const setLastUsed = (tx: Tx, tokenId: number, lastUsedAt: Date) =>
  tx.update(Token, { id: tokenId }, { lastUsedAt, lastUsedDoor: 'GIT' });

/** Takes back the mails queued in this transaction: nobody waits for news of what was decided weeks ago. */
export const dropQueuedMails = (tx: Tx) =>
  // Of rows not yet committed, only this transaction's carry its starting moment.
  tx.query('SELECT graphile_worker.complete_jobs(ARRAY(SELECT id FROM graphile_worker.jobs WHERE created_at = now()))');

/** The password hash of each demonstration account. */
export async function findDemonstrationPasswords(tx: Tx): Promise<string[]> {
  const users = await tx.find(User, { select: { id: true, passwordHash: true }, where: { isDemonstration: true } });
  return users.map(({ passwordHash }) => passwordHash);
}

/** A new password, for those accounts that have one of these, ends the sessions that came of the old one. (SN-1) */
export async function replaceDemonstrationPasswords(tx: Tx, hashes: string[], passwordHash: string): Promise<void> {
  await tx.query(
    `DELETE FROM sessions USING users
      WHERE users.id = sessions.user_id AND users.is_demonstration AND users.password_hash = ANY($1)`,
    [hashes],
  );
  await setDemonstrationPasswords(tx, hashes, passwordHash);
}
