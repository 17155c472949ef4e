import { leakedTokenMail } from './features/leaks/leaked-token.mail.ts';
import { type LeakToTell, leakToTell } from './features/leaks/revoke-leaked-tokens.ts';
import { findReader } from './features/notifications/find-reader.ts';
import { tokenGrantRevokedMail } from './features/token-grants/token-grant.mail.ts';
import { tokenRequestArrivedMail, tokenRequestDigestMail } from './features/token-requests/digest.mail.ts';
import { whatArrived, whatWaitsFor } from './features/token-requests/tell-owners.ts';
import { tokenRequestDecidedMail } from './features/token-requests/token-request.mail.ts';
import { stillToExpire } from './features/tokens/remind-of-expiry.job.ts';
import { stillExpired } from './features/tokens/tell-expired.job.ts';
import { tokenToTell } from './features/tokens/tell-of-token.ts';
import { tokensExpiredMail, tokensExpireMail } from './features/tokens/token-expiry.mail.ts';
import { tokenCreatedMail, tokenRegeneratedMail } from './features/tokens/token.mail.ts';
import { passwordChangedMail, primaryEmailChangedMail } from './features/users/account.mail.ts';
import { emailVerificationMail, passwordResetMail } from './features/users/one-use-link.mail.ts';
import {
  type LinkOrder,
  prepareLink,
  prepareVerification,
  type VerificationOrder,
} from './features/users/prepare-link.ts';
import type { Database } from './platform/database/database.ts';
import type { Task } from './platform/jobs/job-runner.ts';
import { type MailKind, sendMailTask } from './platform/mail/mail-job.ts';
import type { MailTransport } from './platform/mail/transport.ts';

type Post = {
  database: Database;
  clock: () => Date;
  transport: MailTransport;
  publicUrl: string;
  /** Mails leave for a mail server, or lie in the mailbox of a demonstration. */
  mailsAreRead: boolean;
};

/** Every mail there is, by the name that it is queued under. What has no `choice` nobody can switch off. */
const mailKinds = ({ database: { manager }, clock, mailsAreRead }: Post): Record<string, MailKind> => ({
  'token-created': { compose: tokenCreatedMail, prepare: (data: { id: number }) => tokenToTell(manager, data) },
  'token-regenerated': { compose: tokenRegeneratedMail, prepare: (data: { id: number }) => tokenToTell(manager, data) },
  'tokens-expire': {
    compose: tokensExpireMail,
    choice: 'reminders',
    prepare: (data: Parameters<typeof stillToExpire>[1]) => stillToExpire(manager, data, clock()),
  },
  'tokens-expired': {
    compose: tokensExpiredMail,
    choice: 'reminders',
    prepare: (data: Parameters<typeof stillExpired>[1]) => stillExpired(manager, data, clock()),
  },
  'token-leaked': { compose: leakedTokenMail, prepare: (data: LeakToTell) => leakToTell(manager, data) },
  'token-request-decided': { compose: tokenRequestDecidedMail, choice: 'decisions' },
  'token-grant-revoked': { compose: tokenGrantRevokedMail },
  'token-request-digest': {
    compose: tokenRequestDigestMail,
    choice: 'digest',
    prepare: (_: object, ownerId) => whatWaitsFor(manager, ownerId),
  },
  'token-request-arrived': {
    compose: tokenRequestArrivedMail,
    choice: 'digest',
    prepare: (data: { id: number }, ownerId) => whatArrived(manager, data, ownerId),
  },
  'email-verification': {
    compose: emailVerificationMail,
    prepare: (order: VerificationOrder, userId) =>
      prepareVerification(order, userId, { tx: manager, now: clock(), mailsAreRead }),
  },
  'password-reset': {
    compose: passwordResetMail,
    prepare: (order: LinkOrder) => prepareLink(order, { tx: manager, now: clock(), mailsAreRead }),
  },
  'password-changed': { compose: passwordChangedMail },
  'primary-email-changed': { compose: primaryEmailChangedMail },
});

/** The task that sends mails. */
export const mailTask = (post: Post): Task =>
  sendMailTask({
    recipientOf: (userId, to) => findReader(post.database.manager, userId, to),
    kinds: mailKinds(post),
    transport: post.transport,
    publicUrl: post.publicUrl,
  });
