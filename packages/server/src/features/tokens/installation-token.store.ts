import type { Tx } from '../../platform/database/database.ts';
import { Token } from './token.entity.ts';

export const deleteTokensOfInstallation = (tx: Tx, installationId: number) => tx.delete(Token, { installationId });

/** Revokes one token of an installation; the installation's id, or null when there is none or it was revoked before. */
export async function revokeTokenOfInstallation(tx: Tx, id: number, revokedAt: Date): Promise<number | null> {
  const { raw } = await tx
    .createQueryBuilder()
    .update(Token)
    .set({ revokedAt })
    .where('id = :id AND installation_id IS NOT NULL AND revoked_at IS NULL', { id })
    .returning('installation_id')
    .execute();
  return (raw as { installation_id: number }[])[0]?.installation_id ?? null;
}
