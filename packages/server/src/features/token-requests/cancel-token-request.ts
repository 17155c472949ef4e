import type { Caller } from '../../access/caller.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { announceTokenRequests } from './announce-token-requests.ts';
import type { TokenRequest } from './token-request.entity.ts';
import {
  closeTokenRequests,
  findDecisionFacts,
  findTokenRequest,
  lockPending,
  lockTokenRequests,
} from './token-request.store.ts';

/** The requester withdraws a request that waits (RQ-8). CONFLICT when it was decided, or withdrawn, before. */
export async function cancelTokenRequest(caller: Caller, id: number): Promise<TokenRequest> {
  const userId = caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const found = await findTokenRequest(tx, id);
    if (found?.requesterId !== userId) throw notFound('The request');
    const [request] = await lockTokenRequests(tx, found.organizationId, [id]);
    if (request!.status !== 'PENDING') throw conflict(`The request is already ${request!.status.toLowerCase()}.`);
    const [cancelled] = await close(tx, caller, [request!], 'withdrawn');
    return cancelled!;
  });
}

/** Ends the waiting requests of a token, or of a person in an organization, in the transaction of what ends them. (RQ-8) */
export async function cancelPendingRequests(
  tx: Tx,
  caller: Caller,
  of: Parameters<typeof lockPending>[1],
  cause: 'token_deleted' | 'member_removed',
): Promise<void> {
  const requests = await lockPending(tx, of);
  if (requests.length > 0) await close(tx, caller, requests, cause);
}

async function close(
  tx: Tx,
  { viewer, now }: Caller,
  requests: TokenRequest[],
  cause: string,
): Promise<TokenRequest[]> {
  const facts = await findDecisionFacts(
    tx,
    requests.map(({ id }) => id),
  );
  const names = new Map(facts.map(({ requestId, tokenName }) => [requestId, tokenName]));
  const cancelled = await closeTokenRequests(tx, requests, {
    status: 'CANCELLED',
    reason: null,
    by: viewer.actor,
    at: now,
  });
  await recordAudit(
    tx,
    viewer.actor,
    now,
    cancelled.map((request) => ({
      log: { organizationId: request.organizationId },
      action: 'personal_access_token.request_cancelled',
      subject: { type: 'token_request', id: request.id, name: names.get(request.id)! },
      details: { token_id: request.tokenId, requester_id: request.requesterId, cause },
    })),
  );
  await announceTokenRequests(
    tx,
    cancelled[0]!.organizationId,
    cancelled.map(({ id }) => id),
  );
  return cancelled;
}
