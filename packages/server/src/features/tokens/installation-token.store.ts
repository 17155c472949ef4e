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

/** How many were deleted, `limit` at most. Plain SQL: one statement, over the index of installations' tokens, that waits for nobody. */
export async function deleteInstallationTokensEndedBefore(tx: Tx, moment: Date, limit: number): Promise<number> {
  const rows: { count: number }[] = await tx.query(
    `WITH ended AS (
       SELECT id FROM tokens WHERE installation_id IS NOT NULL AND expires_at < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED),
     deleted AS (DELETE FROM tokens USING ended WHERE tokens.id = ended.id RETURNING 1)
     SELECT count(*)::int AS count FROM deleted`,
    [moment, limit],
  );
  return rows[0]!.count;
}
