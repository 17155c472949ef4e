import type { Tx } from '../../platform/database/database.ts';

// Plain SQL: finding the owners and writing that they have had their digest is one statement, so that of two processes one sends it.

/** Owners who can be mailed, and what they chose. */
const OWNERS = `memberships membership
       JOIN users person ON person.id = membership.user_id AND person.suspended_at IS NULL
       JOIN email_addresses address
         ON address.user_id = person.id AND address.address = person.email AND address.verified_at IS NOT NULL
       LEFT JOIN notification_preferences chosen ON chosen.user_id = person.id`;

export type ClaimedDigest = { userId: number; isNeeded: boolean };

/**
 * Claims the digest of `day` for owners who have not had it. Those for whom nothing waits have had theirs too, once its hour is over: what comes
 * later is for the next day.
 */
export const claimDigests = (
  tx: Tx,
  { day, isHourOver, people }: { day: string; isHourOver: boolean; people: number },
): Promise<ClaimedDigest[]> =>
  tx.query(
    `WITH owner AS (
       SELECT membership.user_id, bool_or(EXISTS (
                SELECT FROM token_requests request WHERE request.organization_id = membership.organization_id AND request.status = 'PENDING')) AS is_needed
         FROM ${OWNERS}
        WHERE membership.role = 'OWNER' AND coalesce(chosen.digest, 'DAILY') = 'DAILY'
          AND NOT EXISTS (
            SELECT FROM daily_mails mail WHERE mail.user_id = membership.user_id AND mail.kind = 'DIGEST' AND mail.day = $1::date)
        GROUP BY membership.user_id
     ), claimed AS (
       INSERT INTO daily_mails (user_id, kind, day)
       SELECT user_id, 'DIGEST', $1::date FROM owner WHERE is_needed OR $2 ORDER BY user_id LIMIT $3
       ON CONFLICT DO NOTHING RETURNING user_id
     )
     SELECT user_id AS "userId", is_needed AS "isNeeded" FROM claimed JOIN owner USING (user_id) ORDER BY user_id`,
    [day, isHourOver, people],
  );

/** The owners of the organization who want to hear of each request at once. */
export async function findOwnersToTell(tx: Tx, organizationId: number): Promise<number[]> {
  const rows: { userId: number }[] = await tx.query(
    `SELECT membership.user_id AS "userId" FROM ${OWNERS}
      WHERE membership.organization_id = $1 AND membership.role = 'OWNER' AND chosen.digest = 'INSTANT' ORDER BY membership.user_id`,
    [organizationId],
  );
  return rows.map(({ userId }) => userId);
}

export type WaitingRequest = { id: number; tokenName: string; requester: string; createdAt: string };
export type WaitingIn = { organization: string; count: number; first: WaitingRequest[] };

/** What waits in each organization that the person is an owner of now, by the organization's login; the oldest few in full. */
export const findWaiting = (tx: Tx, ownerId: number, few: number): Promise<WaitingIn[]> =>
  tx.query(
    `SELECT organization.login AS organization, waiting.count, oldest.first
       FROM memberships membership
       JOIN organizations organization ON organization.id = membership.organization_id
       CROSS JOIN LATERAL (
         SELECT count(*) AS count FROM token_requests request
          WHERE request.organization_id = organization.id AND request.status = 'PENDING') waiting
       CROSS JOIN LATERAL (
         SELECT json_agg(row ORDER BY row."createdAt", row.id) AS first FROM (
           SELECT request.id, token.name AS "tokenName", requester.login AS requester, request.created_at AS "createdAt"
             FROM token_requests request
             JOIN tokens token ON token.id = request.token_id
             JOIN users requester ON requester.id = request.requester_id
            WHERE request.organization_id = organization.id AND request.status = 'PENDING'
            ORDER BY request.created_at, request.id LIMIT $2) row) oldest
      WHERE membership.user_id = $1 AND membership.role = 'OWNER' AND waiting.count > 0
      ORDER BY organization.login`,
    [ownerId, few],
  );

export type Arrived = WaitingRequest & { organization: string; reason: string | null };

/** A request that still waits, for somebody who is still an owner of its organization; null otherwise. */
export async function findArrived(tx: Tx, requestId: number, ownerId: number): Promise<Arrived | null> {
  const [found]: Arrived[] = await tx.query(
    `SELECT request.id, organization.login AS organization, token.name AS "tokenName", requester.login AS requester,
            request.created_at AS "createdAt", request.reason
       FROM token_requests request
       JOIN organizations organization ON organization.id = request.organization_id
       JOIN memberships membership
         ON membership.organization_id = organization.id AND membership.user_id = $2 AND membership.role = 'OWNER'
       JOIN tokens token ON token.id = request.token_id
       JOIN users requester ON requester.id = request.requester_id
      WHERE request.id = $1 AND request.status = 'PENDING'`,
    [requestId, ownerId],
  );
  return found ?? null;
}
