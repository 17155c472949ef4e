import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { deleteLinksOf } from './one-use-link.store.ts';
import { deleteSessionsOf } from './session.store.ts';
import { setPasswordHash } from './user.store.ts';

type NewPassword = {
  userId: number;
  passwordHash: string;
  /** The session that goes on, where it was changed in one. */
  sessionId: number | null;
  now: Date;
};

/** The person has this password from now on: sessions that came of the old one end, links to reset it too, and its person is mailed (SN-1). The person must be locked. */
export async function replacePassword(tx: Tx, { userId, passwordHash, sessionId, now }: NewPassword): Promise<void> {
  await setPasswordHash(tx, userId, passwordHash);
  await deleteSessionsOf(tx, userId, sessionId);
  await deleteLinksOf(tx, userId, 'RESET_PASSWORD');
  await addJobs(tx, [mailJob({ template: 'password-changed', userId, data: { at: now } })]);
}
