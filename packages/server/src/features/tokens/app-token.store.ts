import type { Tx } from '../../platform/database/database.ts';

// A token goes with what renews it, and not before: the one points to the other.
const ENDED = `SELECT id FROM tokens WHERE installation_id IS NOT NULL AND expires_at < $1
  UNION ALL
  SELECT id FROM tokens token
   WHERE app_id IS NOT NULL AND least(expires_at, revoked_at) < $1 AND NOT EXISTS (
     SELECT FROM tokens refresh WHERE refresh.renews_token_id = token.id AND (least(refresh.expires_at, refresh.revoked_at) < $1) IS NOT TRUE)`;

/** How many of those were deleted, `limit` at most. Plain SQL: one statement, over the indexes of Apps' tokens, that waits for nobody. */
export async function deleteAppTokensEndedBefore(tx: Tx, moment: Date, limit: number): Promise<number> {
  const rows: { count: number }[] = await tx.query(
    `WITH ended AS (
       SELECT id FROM tokens WHERE id IN (${ENDED}) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED),
     deleted AS (DELETE FROM tokens USING ended WHERE tokens.id = ended.id RETURNING 1)
     SELECT count(*)::int AS count FROM deleted`,
    [moment, limit],
  );
  return rows[0]!.count;
}
