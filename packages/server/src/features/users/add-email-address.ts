import type { Caller } from '../../access/caller.ts';
import { conflict, invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { MOST_ADDRESSES, normalizeAddress, problemWithAddress } from './email-address.rules.ts';
import { findAddressesOf, insertEmailAddress } from './email-address.store.ts';
import { mailThrottle } from './mail-throttle.ts';
import { mailVerification } from './mail-verification.ts';
import { lockUser } from './user.store.ts';

/**
 * Claims an address and mails a link to it that verifies it (TK-1, SN-3). Whether somebody else has it is not told: only the mail knows. INVALID for what is no
 * address or is there already, CONFLICT when there are ten, RATE_LIMITED after too many mails.
 */
export async function addEmailAddress({ viewer, database, now }: Caller, input: string): Promise<void> {
  const userId = viewer.mustBeFreshSession(now);
  const address = normalizeAddress(input);
  const problem = problemWithAddress(address);
  if (problem) throw invalid({ address: problem });
  const throttle = mailThrottle(database);
  await throttle.countLinkBy(userId);
  const mayMail = await throttle.mayMail(address);

  await database.transaction(async (tx) => {
    await lockUser(tx, userId);
    if ((await findAddressesOf(tx, [userId])).length >= MOST_ADDRESSES)
      throw conflict(`At most ${MOST_ADDRESSES} addresses: remove one before you add another.`);
    const added = await insertEmailAddress(tx, { userId, address, verifiedAt: null, createdAt: now });
    if (!added) throw invalid({ address: 'This address is among yours already.' });
    await mailVerification(tx, added, { now, mayMail });
    await recordAudit(tx, viewer.actor, now, [
      { log: { userId }, action: 'user.add_email', details: { email: address } },
    ]);
  });
}
