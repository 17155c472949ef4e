import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { findTokenToTell } from './token-expiry.store.ts';
import type { Token } from './token.entity.ts';
import type { TokenToTell } from './token.mail.ts';

/** Mails its user that a token was made, or has a new secret; in the transaction that does it. (ML-3, ML-4) */
export const tellOfToken = (tx: Tx, { id, userId }: Token, event: 'created' | 'regenerated'): Promise<void> =>
  addJobs(tx, [mailJob({ template: `token-${event}`, userId: userId!, data: { id } })]);

/** The token when the mail goes out; deleted meanwhile, its user is told all the same. */
export const tokenToTell = (tx: Tx, { id }: { id: number }): Promise<TokenToTell | null> => findTokenToTell(tx, id);
