import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import type { DigestMail } from './digest.mail.ts';
import { type Arrived, findArrived, findOwnersToTell, findWaiting } from './digest.store.ts';
import type { TokenRequest } from './token-request.entity.ts';

const FIRST_FEW = 5;

/** Mails the owners who chose to hear of each request that this one waits, in the transaction that opens it. Two statements at most. (ML-1, ML-4) */
export async function tellOwners(tx: Tx, { id, organizationId }: TokenRequest): Promise<void> {
  const owners = await findOwnersToTell(tx, organizationId);
  await addJobs(
    tx,
    owners.map((userId) => mailJob({ template: 'token-request-arrived', userId, data: { id } })),
  );
}

/** What waits for this owner when their digest goes out; null when that is nothing any more. */
export async function whatWaitsFor(tx: Tx, ownerId: number): Promise<DigestMail | null> {
  const organizations = await findWaiting(tx, ownerId, FIRST_FEW);
  return organizations.length > 0 ? { organizations } : null;
}

/** The request when its mail goes out; null when it waits no more, or not for this person. */
export const whatArrived = (tx: Tx, { id }: { id: number }, ownerId: number): Promise<Arrived | null> =>
  findArrived(tx, id, ownerId);
