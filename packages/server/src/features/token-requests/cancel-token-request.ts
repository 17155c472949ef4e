import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { tellWebhooks } from '../webhooks/tell-webhooks.ts';
import { announceTokenRequests } from './announce-token-requests.ts';
import {
  closeTokenRequests,
  findDecisionFacts,
  lockPending,
  lockPendingOfTokens,
  lockTokenRequests,
} from './token-request-closing.store.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { findTokenRequest } from './token-request.store.ts';

/** The requester withdraws a request that waits (RQ-8). CONFLICT when it was decided, or withdrawn, before. */
export async function cancelTokenRequest(caller: Caller, id: number): Promise<TokenRequest> {
  const userId = caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const found = await findTokenRequest(tx, id);
    if (found?.requesterId !== userId) throw notFound('The request');
    const [request] = await lockTokenRequests(tx, found.organizationId, [id]);
    if (request!.status !== 'PENDING') throw conflict(`The request is already ${request!.status.toLowerCase()}.`);
    const by = { actor: caller.viewer.actor, now: caller.now };
    const [cancelled] = await closeCancelled(tx, by, [request!], 'withdrawn');
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
  const by = { actor: caller.viewer.actor, now: caller.now };
  if (requests.length > 0) await closeCancelled(tx, by, requests, cause);
}

/** Ends the waiting requests of tokens that are being revoked. (RQ-8) */
export async function cancelRequestsOfRevoked(
  tx: Tx,
  by: { actor: Actor; now: Date },
  tokenIds: readonly number[],
): Promise<void> {
  const requests = await lockPendingOfTokens(tx, tokenIds);
  if (requests.length > 0) await closeCancelled(tx, by, requests, 'token_revoked');
}

/** Ends requests that are locked and wait, of whatever organizations, with entry, announcement and webhooks. A constant number of statements. (RQ-8) */
export async function closeCancelled(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  requests: TokenRequest[],
  cause: 'withdrawn' | 'token_deleted' | 'token_edited' | 'token_expired' | 'token_revoked' | 'member_removed',
): Promise<TokenRequest[]> {
  const facts = await findDecisionFacts(
    tx,
    requests.map(({ id }) => id),
  );
  const names = new Map(facts.map(({ requestId, tokenName }) => [requestId, tokenName]));
  const cancelled = await closeTokenRequests(tx, requests, {
    status: 'CANCELLED',
    reason: null,
    by: actor,
    at: now,
  });
  await recordAudit(
    tx,
    actor,
    now,
    cancelled.map((request) => ({
      log: { organizationId: request.organizationId },
      action: 'personal_access_token.request_cancelled',
      subject: { type: 'token_request', id: request.id, name: names.get(request.id)! },
      details: { token_id: request.tokenId, requester_id: request.requesterId, cause },
    })),
  );
  await announceTokenRequests(tx, cancelled);
  await tellWebhooks(tx, 'cancelled', cancelled, { actor, now });
  return cancelled;
}
