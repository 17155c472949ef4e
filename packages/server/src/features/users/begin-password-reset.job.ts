import type { Settings } from '../../access/caller.ts';
import type { Database } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { personActor, recordAudit } from '../audit-log/record-audit.ts';
import type { ResetWish } from './ask-password-reset.ts';
import { findOwnAddress } from './email-address.store.ts';
import { mailThrottle } from './mail-throttle.ts';
import { askForLink } from './one-use-links.ts';
import { maySignIn } from './sign-in.ts';
import { findUserBy, lockUser } from './user.store.ts';

type At = { database: Database; settings: Settings; now: Date };

/**
 * Mails the link that `askPasswordReset` was asked for: to the verified primary address of a person who may sign in, and to nobody else. A second run
 * replaces the link of the first.
 */
export async function beginPasswordReset(wish: ResetWish, { database, settings, now }: At): Promise<void> {
  const { login, ...from } = wish;
  const found = await findUserBy(database.manager, login.trim());
  if (!found || !maySignIn(found, settings) || !(await mailThrottle(database).mayReset(found.id))) return;
  await database.transaction(async (tx) => {
    const user = await lockUser(tx, found.id);
    if (!user || !maySignIn(user, settings)) return;
    const primary = await findOwnAddress(tx, user.id, user.email);
    if (!primary?.verifiedAt) return;
    const linkId = await askForLink(tx, primary.id, 'RESET_PASSWORD', now);
    const data = { linkId };
    await recordAudit(tx, personActor(user, from), now, [{ log: { userId: user.id }, action: 'user.forgot_password' }]);
    await addJobs(tx, [mailJob({ template: 'password-reset', userId: user.id, to: primary.address, data })]);
  });
}
