import type { Tx } from '../../platform/database/database.ts';

export const EXPORTED_COLUMNS = [
  'id',
  'status',
  'token',
  'tokenId',
  'requester',
  'reason',
  'repositorySelection',
  'repositories',
  'permissions',
  'createdAt',
  'decidedAt',
  'decidedBy',
  'decidedAutomatically',
  'decisionReason',
  'tokenExpiresAt',
  'tokenLastUsedAt',
] as const;

export type ExportedRequest = Record<(typeof EXPORTED_COLUMNS)[number], unknown>;

/** All that there is to tell of requests, in the order of their ids in the list. Plain SQL: one statement reads what six tables hold. */
export const describeTokenRequests = (tx: Tx, ids: readonly number[]): Promise<ExportedRequest[]> =>
  tx.query(
    `SELECT request.id, request.status, token.name AS token, token.id AS "tokenId", requester.login AS requester, request.reason,
            request.repository_selection AS "repositorySelection",
            ARRAY(SELECT repository.name FROM token_request_repositories chosen JOIN repositories repository ON repository.id = chosen.repository_id
                   WHERE chosen.request_id = request.id ORDER BY repository.name) AS repositories,
            ARRAY(SELECT key || ':' || level FROM token_request_permissions WHERE request_id = request.id ORDER BY key) AS permissions,
            request.created_at AS "createdAt", request.decided_at AS "decidedAt", coalesce(decider.login, app.slug || '[bot]') AS "decidedBy",
            request.decided_automatically AS "decidedAutomatically", request.decision_reason AS "decisionReason",
            token.expires_at AS "tokenExpiresAt", token.last_used_at AS "tokenLastUsedAt"
       FROM unnest($1::bigint[]) WITH ORDINALITY AS listed(id, place)
       JOIN token_requests request ON request.id = listed.id
       JOIN tokens token ON token.id = request.token_id
       JOIN users requester ON requester.id = request.requester_id
       LEFT JOIN users decider ON decider.id = request.decided_by_user_id
       LEFT JOIN apps app ON app.id = request.decided_by_app_id
      ORDER BY listed.place`,
    [ids],
  );
