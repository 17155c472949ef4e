import { hashOf, makeSessionSecret } from '../../access/secrets.ts';
import { AppError } from '../../errors.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { LinkPurpose } from './one-use-link.entity.ts';
import { deleteLink, deleteLinkTo, findLink, insertLink, insertSecret, type KnownLink } from './one-use-link.store.ts';
import type { User } from './user.entity.ts';
import { lockUser } from './user.store.ts';

const HOUR = 60 * 60 * 1000;

/** Unknown, used, too old, replaced by a later one: which of them, nobody is told. */
export const linkDoesNotHold = () =>
  new AppError(
    'UNAUTHENTICATED',
    'This link does not hold: it was used, is older than an hour, or a later one replaced it.',
  );

/** Asks for a link to an address, and ends the earlier one of its kind; its id is for the mail. The person must be locked. */
export async function askForLink(tx: Tx, emailAddressId: number, purpose: LinkPurpose, now: Date): Promise<number> {
  await deleteLinkTo(tx, emailAddressId, purpose);
  const { id } = await insertLink(tx, { emailAddressId, purpose, askedAt: now });
  return id;
}

/**
 * The secret for one try to mail the link, which holds for an hour from here on. Only its hash is kept, and the job of the mail never has it.
 * Null when the link was used or replaced meanwhile.
 */
export async function makeLinkSecret(tx: Tx, linkId: number, now: Date): Promise<string | null> {
  const { secret, hash: secretHash } = makeSessionSecret();
  const expiresAt = new Date(now.getTime() + HOUR);
  return (await insertSecret(tx, { secretHash, linkId, expiresAt })) ? secret : null;
}

/** Uses a link up: of several at the same moment one gets its person, locked, and the others are refused. */
export async function takeLink(
  tx: Tx,
  secret: string,
  purpose: LinkPurpose,
  clock: () => Date,
): Promise<{ link: KnownLink; user: User }> {
  const link = await findLink(tx, hashOf(secret), purpose);
  const user = link && (await lockUser(tx, link.userId));
  // The clock is read after the lock that was waited for.
  if (!user || clock() >= link.expiresAt || !(await deleteLink(tx, link.id))) throw linkDoesNotHold();
  return { link, user };
}

/** Whether a secret is worth the work that comes before using it up. */
export const isKnownLink = async (database: Database, secret: string, purpose: LinkPurpose): Promise<boolean> =>
  (await findLink(database.manager, hashOf(secret), purpose)) !== null;
