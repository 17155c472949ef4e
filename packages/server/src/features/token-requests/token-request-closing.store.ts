import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { Token } from '../tokens/token.entity.ts';
import {
  TokenRequest,
  TokenRequestPermission,
  TokenRequestRepository,
  type TokenRequestStatus,
} from './token-request.entity.ts';
import type { DecidableRequest } from './token-request.rules.ts';

// What locks requests and closes them. Always memberships before requests, and requests in id order: so nobody waits in a circle.

/** The memberships behind the requests, held before the requests are locked: leaving takes its locks in the same order. (GN-3) */
export async function holdRequesters(tx: Tx, organizationId: number, ids: readonly number[]): Promise<Set<number>> {
  const rows: { userId: number }[] = await tx.query(
    `SELECT user_id AS "userId" FROM memberships
      WHERE organization_id = $1 AND user_id IN (SELECT requester_id FROM token_requests WHERE organization_id = $1 AND id = ANY($2))
      ORDER BY id FOR KEY SHARE`,
    [organizationId, ids],
  );
  return new Set(rows.map(({ userId }) => userId));
}

/**
 * Locks requests in id order, so that two owners can neither deadlock nor decide the same one twice (RQ-7). By id and organization alone:
 * a status in the condition would lose those that were decided meanwhile, and with them what to tell about them.
 */
export const lockTokenRequests = (tx: Tx, organizationId: number, ids: readonly number[]): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .where('request.organization_id = :organizationId AND request.id = ANY(:ids)', { organizationId, ids: [...ids] })
    .orderBy('request.id')
    .setLock('for_no_key_update', undefined, ['request'])
    .getMany();

export type DecisionFacts = Omit<DecidableRequest, 'status' | 'requesterIsMember'> & {
  requestId: number;
  tokenName: string;
  /** The requester is an owner of the organization's enterprise. (PO-2) */
  requesterIsAdministrator: boolean;
};

/** What stands beside the locked requests: their tokens' state and who decided them. Read after the lock, so that it is of now. */
export const findDecisionFacts = (tx: Tx, ids: readonly number[]): Promise<DecisionFacts[]> =>
  tx.query(
    `SELECT request.id AS "requestId", coalesce(decider.login, app.slug || '[bot]') AS "deciderName", token.name AS "tokenName",
            token.issued_at AS "tokenIssuedAt", token.expires_at AS "tokenExpiresAt",
            (token.deleted_at IS NOT NULL OR token.revoked_at IS NOT NULL OR requester.suspended_at IS NOT NULL) AS "tokenIsDead",
            administrator.user_id IS NOT NULL AS "requesterIsAdministrator"
       FROM token_requests request
       JOIN tokens token ON token.id = request.token_id
       JOIN users requester ON requester.id = request.requester_id
       JOIN organizations organization ON organization.id = request.organization_id
       LEFT JOIN enterprise_owners administrator
         ON administrator.enterprise_id = organization.enterprise_id AND administrator.user_id = request.requester_id
       LEFT JOIN users decider ON decider.id = request.decided_by_user_id
       LEFT JOIN apps app ON app.id = request.decided_by_app_id
      WHERE request.id = ANY($1)`,
    [ids],
  );

export type Closing = { status: Exclude<TokenRequestStatus, 'PENDING'>; reason: string | null; by: Actor; at: Date };

/** Writes how the requests ended. One statement for each table, however many requests. */
export async function closeTokenRequests(
  tx: Tx,
  requests: TokenRequest[],
  { status, reason, by, at }: Closing,
): Promise<TokenRequest[]> {
  const ids = requests.map(({ id }) => id);
  const closed = {
    status,
    decisionReason: reason,
    decidedAt: at,
    decidedByUserId: by.userId,
    decidedByAppId: by.appId,
  };
  await tx.createQueryBuilder().update(TokenRequest).set(closed).where('id = ANY(:ids)', { ids }).execute();
  await tx
    .createQueryBuilder()
    .update(TokenRequestPermission)
    .set({ status })
    .where('request_id = ANY(:ids)', { ids })
    .execute();
  await tx
    .createQueryBuilder()
    .update(TokenRequestRepository)
    .set({ status })
    .where('request_id = ANY(:ids)', { ids })
    .execute();
  return requests.map((request) => Object.assign(request, closed));
}

export const hasPending = (tx: Tx, tokenId: number): Promise<boolean> =>
  tx.existsBy(TokenRequest, { tokenId, status: 'PENDING' });

/** The waiting requests of one token, or of one person in one organization; locked in id order. */
export const lockPending = (
  tx: Tx,
  of: { tokenId: number } | { requesterId: number; organizationId: number },
): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .where({ ...of, status: 'PENDING' })
    .orderBy('request.id')
    .setLock('for_no_key_update', undefined, ['request'])
    .getMany();

/** The waiting requests of tokens; locked in id order. */
export const lockPendingOfTokens = (tx: Tx, tokenIds: readonly number[]): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .where('request.token_id = ANY(:tokenIds)', { tokenIds: [...tokenIds] })
    .andWhere({ status: 'PENDING' satisfies TokenRequestStatus })
    .orderBy('request.id')
    .setLock('for_no_key_update', undefined, ['request'])
    .getMany();

/** All requests of one token, in every state; locked in id order. */
export const lockRequestsOfToken = (tx: Tx, tokenId: number): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .where({ tokenId })
    .orderBy('request.id')
    .setLock('for_no_key_update', undefined, ['request'])
    .getMany();

/** Waiting requests of whatever organization whose token has expired; locked in id order. */
export const lockExpired = (tx: Tx, now: Date, limit: number): Promise<TokenRequest[]> =>
  tx
    .createQueryBuilder(TokenRequest, 'request')
    .innerJoin(Token, 'token', 'token.id = request.token_id')
    .where({ status: 'PENDING' satisfies TokenRequestStatus })
    .andWhere('token.expires_at <= :now', { now })
    .orderBy('request.id')
    .limit(limit)
    .setLock('for_no_key_update', undefined, ['request'])
    .getMany();
