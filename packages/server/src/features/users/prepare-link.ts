import type { Tx } from '../../platform/database/database.ts';
import { findVerifiedOwnerId } from './email-address.store.ts';
import type { VerificationMail } from './one-use-link.mail.ts';
import { hasLink } from './one-use-link.store.ts';
import { makeLinkSecret } from './one-use-links.ts';
import { findUsers } from './user.store.ts';

type At = {
  tx: Tx;
  now: Date;
  /** Mails leave for a mail server, or lie in the mailbox of a demonstration. Elsewhere nobody reads them, and a link would only lie in the database. */
  mailsAreRead: boolean;
};

export type LinkOrder = { linkId: number };
export type VerificationOrder = LinkOrder & { address: string };

/** What a mail with a link needs, made when it is sent. Null when the link was used or replaced meanwhile. */
export async function prepareLink<Order extends LinkOrder>(
  order: Order,
  { tx, now, mailsAreRead }: At,
): Promise<(Order & { secret: string }) | null> {
  const secret = mailsAreRead ? await makeLinkSecret(tx, order.linkId, now) : null;
  return secret === null ? null : { ...order, secret };
}

/** The same, with whose account it is for; but to an address that somebody else has verified goes no link: it could not be used. */
export async function prepareVerification(
  { address, linkId }: VerificationOrder,
  userId: number,
  at: At,
): Promise<VerificationMail | null> {
  const ownerId = await findVerifiedOwnerId(at.tx, address);
  const [user] = await findUsers(at.tx, [ownerId ?? userId]);
  // Used by the person themselves, who has verified the address with it, the link is gone, and there is nothing to warn of.
  if (ownerId !== null)
    return user && (await hasLink(at.tx, linkId)) ? { address, verification: null, locale: user.locale } : null;
  const link = user && (await prepareLink({ linkId }, at));
  return link ? { address, verification: { login: user.login, secret: link.secret } } : null;
}
