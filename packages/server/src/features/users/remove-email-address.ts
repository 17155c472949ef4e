import type { Caller } from '../../access/caller.ts';
import { conflict, notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { deleteEmailAddress, findOwnAddress } from './email-address.store.ts';
import { lockUser } from './user.store.ts';

/**
 * Gives an address up, with every link to it (SN-3). CONFLICT for the primary one: since that is verified whenever any is, the last verified one stays too. NOT_FOUND
 * for one that is not the caller's.
 */
export async function removeEmailAddress({ viewer, database, now }: Caller, address: string): Promise<void> {
  const userId = viewer.mustBeFreshSession(now);
  await database.transaction(async (tx) => {
    await lockUser(tx, userId);
    const own = await findOwnAddress(tx, userId, address);
    if (!own) throw notFound('The address');
    if (own.isPrimary) throw conflict('Make another address the primary one before you remove this one.');
    await deleteEmailAddress(tx, own);
    await recordAudit(tx, viewer.actor, now, [
      { log: { userId }, action: 'user.remove_email', details: { email: own.address } },
    ]);
  });
}
