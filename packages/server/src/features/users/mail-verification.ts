import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import type { EmailAddress } from './email-address.entity.ts';
import { askForLink } from './one-use-links.ts';

/** Mails a link to an address that is to be verified; the links before it end, unless no more may be mailed there. The person must be locked. (ML-4) */
export async function mailVerification(
  tx: Tx,
  { id, userId, address }: EmailAddress,
  { now, mayMail }: { now: Date; mayMail: boolean },
): Promise<void> {
  if (!mayMail) return;
  const linkId = await askForLink(tx, id, 'VERIFY_EMAIL', now);
  await addJobs(tx, [mailJob({ template: 'email-verification', userId, to: address, data: { linkId, address } })]);
}
