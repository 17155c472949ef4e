import type { Caller } from '../../access/caller.ts';
import { conflict, notFound } from '../../errors.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOwnAddress, setPrimaryAddress } from './email-address.store.ts';
import { deleteLinksOf } from './one-use-link.store.ts';
import { lockUser } from './user.store.ts';

/**
 * From now on mails go to this address, resets of the password among them; both the old and the new one are told (SN-3). The one that is primary already stays it.
 * NOT_FOUND for an address that is not the caller's, CONFLICT for one that is not verified.
 */
export async function makeEmailAddressPrimary({ viewer, database, now }: Caller, address: string): Promise<void> {
  const userId = viewer.mustBeFreshSession(now);
  await database.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    const chosen = await findOwnAddress(tx, userId, address);
    if (!user || !chosen) throw notFound('The address');
    if (!chosen.verifiedAt) throw conflict('Verify this address before you make it the primary one.');
    if (chosen.isPrimary) return;
    const data = { from: user.email, to: chosen.address };
    await setPrimaryAddress(tx, chosen);
    // A link that waits in the old mailbox must not outlive its being the primary one.
    await deleteLinksOf(tx, userId, 'RESET_PASSWORD');
    await recordAudit(tx, viewer.actor, now, [{ log: { userId }, action: 'user.primary_email', details: data }]);
    await addJobs(
      tx,
      [data.from, data.to].map((to) => mailJob({ template: 'primary-email-changed', userId, to, data })),
    );
  });
}
