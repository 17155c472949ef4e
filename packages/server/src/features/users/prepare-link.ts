import type { Tx } from '../../platform/database/database.ts';
import { findVerifiedOwnerId } from './email-address.store.ts';
import { hasLink } from './one-use-link.store.ts';
import { makeLinkSecret } from './one-use-links.ts';

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

/** The same, but to an address that somebody else has verified goes no link: it could not be used. */
export async function prepareVerification(
  order: VerificationOrder,
  at: At,
): Promise<{ address: string; secret: string | null } | null> {
  const { address, linkId } = order;
  const isTaken = (await findVerifiedOwnerId(at.tx, address)) !== null;
  if (!isTaken) return prepareLink(order, at);
  // Used by the person themselves, who has verified the address with it, the link is gone, and there is nothing to warn of.
  return (await hasLink(at.tx, linkId)) ? { address, secret: null } : null;
}
