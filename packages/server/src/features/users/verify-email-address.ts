import type { Actor } from '../../access/viewer.ts';
import type { Database } from '../../platform/database/database.ts';
import { personActor, recordAudit } from '../audit-log/record-audit.ts';
import { findAddressesOf, setPrimaryAddress, setVerified } from './email-address.store.ts';
import { linkDoesNotHold, takeLink } from './one-use-links.ts';

type From = Pick<Actor, 'ip' | 'requestId'>;
type At = { database: Database; clock: () => Date };

/**
 * Verifies the address that a link was mailed to; whoever has the link has the mailbox, so nobody needs to be signed in. UNAUTHENTICATED in the same
 * words for a link that is unknown, used or too old, and for an address that somebody else has verified. (TK-1)
 */
export async function verifyEmailAddress(secret: string, from: From, { database, clock }: At): Promise<void> {
  await database.transaction(async (tx) => {
    const { link, user } = await takeLink(tx, secret, 'VERIFY_EMAIL', clock);
    const { id: userId } = user;
    const now = clock();
    const addresses = await findAddressesOf(tx, [userId]);
    const verified = addresses.find(({ id }) => id === link.emailAddressId)!;
    if (!(await setVerified(tx, verified, now))) throw linkDoesNotHold();

    const actor = personActor(user, from);
    const log = { userId };
    const { address } = verified;
    await recordAudit(tx, actor, now, [{ log, action: 'user.verify_email', details: { email: address } }]);
    // The primary address is verified whenever any is: all that is mailed goes there.
    if (verified.isPrimary || addresses.some(({ isPrimary, verifiedAt }) => isPrimary && verifiedAt)) return;
    await setPrimaryAddress(tx, verified);
    await recordAudit(tx, actor, now, [
      { log, action: 'user.primary_email', details: { from: user.email, to: address } },
    ]);
  });
}
