import type { Tx } from '../../platform/database/database.ts';
import { Token } from './token.entity.ts';

/** Tokens that hold at `now` and were neither made, regenerated nor used after `since`; locked in id order. */
export const lockUnused = (
  tx: Tx,
  { since, now, limit }: { since: Date; now: Date; limit: number },
): Promise<Token[]> =>
  tx
    .createQueryBuilder(Token, 'token')
    // Word for word what the index is over.
    .where(
      `token.kind IN ('FINE_GRAINED', 'CLASSIC', 'OAUTH') AND token.revoked_at IS NULL AND token.deleted_at IS NULL`,
    )
    .andWhere('token.issued_at <= :since AND (token.last_used_at IS NULL OR token.last_used_at <= :since)', { since })
    .andWhere('(token.expires_at IS NULL OR token.expires_at > :now)', { now })
    .orderBy('token.id')
    .limit(limit)
    .setLock('for_no_key_update', undefined, ['token'])
    .getMany();

/** Those of these secrets that hold; and what renews them, or they renew. */
const NAMED = `WITH named AS (
    SELECT id, renews_token_id FROM tokens
     WHERE secret_hash = ANY(:hashes::bytea[]) AND revoked_at IS NULL AND deleted_at IS NULL AND (expires_at IS NULL OR expires_at > :now))
  SELECT id FROM named
  UNION ALL SELECT renews_token_id FROM named
  UNION ALL SELECT refresh.id FROM tokens refresh JOIN named ON refresh.renews_token_id = named.id`;

/**
 * The tokens of these secrets, whoever's and of whatever kind, that hold at `now`, with what ends with them; locked in id order. What has ended already
 * is not among them.
 */
export const lockHolding = (tx: Tx, secretHashes: readonly Buffer[], now: Date): Promise<Token[]> =>
  tx
    .createQueryBuilder(Token, 'token')
    .where(`token.id IN (${NAMED})`, { hashes: [...secretHashes] })
    .andWhere('token.revoked_at IS NULL AND token.deleted_at IS NULL')
    .andWhere('(token.expires_at IS NULL OR token.expires_at > :now)', { now })
    .orderBy('token.id')
    .setLock('for_no_key_update', undefined, ['token'])
    .getMany();

export const markRevoked = (tx: Tx, ids: readonly number[], revokedAt: Date) =>
  tx
    .createQueryBuilder()
    .update(Token)
    .set({ revokedAt })
    .where('id = ANY(:ids)', { ids: [...ids] })
    .execute();

/** Whose App each installation is of, and in which organization. */
export const findInstalled = (
  tx: Tx,
  installationIds: readonly number[],
): Promise<{ id: number; appId: number; organizationId: number }[]> =>
  tx.query(
    'SELECT id, app_id AS "appId", organization_id AS "organizationId" FROM app_installations WHERE id = ANY($1)',
    [installationIds],
  );
