import type { Caller } from '../../access/caller.ts';
import { conflict, notFound } from '../../errors.ts';
import { findOwnAddress } from './email-address.store.ts';
import { mailThrottle } from './mail-throttle.ts';
import { mailVerification } from './mail-verification.ts';
import { lockUser } from './user.store.ts';

/** Another link to an address that is not verified yet; the earlier ones end. NOT_FOUND for one that is not the caller's, CONFLICT for one that is verified. */
export async function sendEmailVerification({ viewer, database, now }: Caller, address: string): Promise<void> {
  const userId = viewer.mustBeSession();
  const throttle = mailThrottle(database);
  await throttle.countLinkBy(userId);
  // Before anything is counted against the address: what is not theirs, people cannot use up for its owner.
  if (!(await findOwnAddress(database.manager, userId, address))) throw notFound('The address');
  const mayMail = await throttle.mayMail(address);

  await database.transaction(async (tx) => {
    await lockUser(tx, userId);
    const own = await findOwnAddress(tx, userId, address);
    if (!own) throw notFound('The address');
    if (own.verifiedAt) throw conflict('This address is verified already.');
    await mailVerification(tx, own, { now, mayMail });
  });
}
