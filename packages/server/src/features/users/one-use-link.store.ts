import type { Tx } from '../../platform/database/database.ts';
import { type LinkPurpose, OneUseLink, OneUseSecret } from './one-use-link.entity.ts';

/** A link behind a secret that was brought back, and what it is about. */
export type KnownLink = { id: number; userId: number; emailAddressId: number; expiresAt: Date };

export const insertLink = (tx: Tx, link: Omit<OneUseLink, 'id'>): Promise<OneUseLink> =>
  tx.save(tx.create(OneUseLink, link));

/** Ends the link of this kind to this address, however often it was sent. */
export const deleteLinkTo = (tx: Tx, emailAddressId: number, purpose: LinkPurpose) =>
  tx.delete(OneUseLink, { emailAddressId, purpose });

export const deleteLinksOf = (tx: Tx, userId: number, purpose: LinkPurpose) =>
  tx.query(
    `DELETE FROM one_use_links link USING email_addresses address
      WHERE address.id = link.email_address_id AND address.user_id = $1 AND link.purpose = $2`,
    [userId, purpose],
  );

/** Keeps the hash of a secret that is about to be sent. False when the link was used, or asked for anew, meanwhile. */
export async function insertSecret(tx: Tx, { secretHash, linkId, expiresAt }: OneUseSecret): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO one_use_secrets (secret_hash, link_id, expires_at)
     SELECT $1, id, $3 FROM one_use_links WHERE id = $2 FOR KEY SHARE RETURNING link_id`,
    [secretHash, linkId, expiresAt],
  );
  return rows.length > 0;
}

/** Whether the link was neither used nor replaced. */
export const hasLink = (tx: Tx, id: number): Promise<boolean> => tx.existsBy(OneUseLink, { id });

export async function findLink(tx: Tx, secretHash: Buffer, purpose: LinkPurpose): Promise<KnownLink | null> {
  const rows: KnownLink[] = await tx.query(
    `SELECT link.id, address.user_id AS "userId", address.id AS "emailAddressId", secret.expires_at AS "expiresAt"
       FROM one_use_secrets secret
       JOIN one_use_links link ON link.id = secret.link_id
       JOIN email_addresses address ON address.id = link.email_address_id
      WHERE secret.secret_hash = $1 AND link.purpose = $2`,
    [secretHash, purpose],
  );
  return rows[0] ?? null;
}

/** Of several at the same moment one gets true. */
export async function deleteLink(tx: Tx, id: number): Promise<boolean> {
  const { affected } = await tx.delete(OneUseLink, { id });
  return affected === 1;
}
