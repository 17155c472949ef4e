import type { Settings } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { mailJob } from '../../platform/mail/mail-job.ts';
import { type AuditRecord, recordAudit } from '../audit-log/record-audit.ts';
import { lockPolicy } from '../organizations/lock-policy.ts';
import { grantTokens } from '../token-grants/grant-tokens.ts';
import { policyFor } from '../token-policies/token-policy.rules.ts';
import { tellWebhooks } from '../webhooks/tell-webhooks.ts';
import { announceTokenRequests } from './announce-token-requests.ts';
import {
  closeTokenRequests,
  type DecisionFacts,
  findDecisionFacts,
  holdRequesters,
  lockTokenRequests,
} from './token-request-closing.store.ts';
import type { TokenRequest } from './token-request.entity.ts';
import type { DecidedMail } from './token-request.mail.ts';
import { type Decision, type DecisionObstacle, obstacleToDeciding } from './token-request.rules.ts';

/** In whose name, when, and under what address the mails point. */
export type Decider = { actor: Actor; now: Date; settings: Settings };
export type Batch = { organizationId: number; ids: readonly number[]; decision: Decision; reason: string | null };

export type DecisionFailure = DecisionObstacle & { id: number };
/** `missing` are the ids that the organization has no request for. */
export type BatchOutcome = { decided: TokenRequest[]; failures: DecisionFailure[]; missing: number[] };

/**
 * Decides a batch in the caller's transaction. Decisions, grants, audit entries, mails and webhook deliveries exist together or not at all, and the number of
 * statements does not depend on the number of requests. Whether the decider may is the caller's to have asked.
 */
export async function decideBatch(
  tx: Tx,
  by: Decider,
  { organizationId, ids, decision, reason }: Batch,
): Promise<BatchOutcome> {
  const { organization, enterprise } = await lockPolicy(tx, organizationId);
  const members = await holdRequesters(tx, organizationId, ids);
  const requests = await lockTokenRequests(tx, organizationId, ids);
  const facts = new Map((await findDecisionFacts(tx, ids)).map((fact) => [fact.requestId, fact]));

  const decidable: TokenRequest[] = [];
  const failures: DecisionFailure[] = [];
  for (const request of requests) {
    const requesterIsMember = members.has(request.requesterId);
    const candidate = { ...facts.get(request.id)!, status: request.status, requesterIsMember };
    const policy = policyFor(organization, enterprise, candidate.requesterIsAdministrator);
    const obstacle = obstacleToDeciding(candidate, decision, policy, by.now);
    if (obstacle) failures.push({ id: request.id, ...obstacle });
    else decidable.push(request);
  }
  const found = new Set(requests.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id));
  if (decidable.length === 0) return { decided: [], failures, missing };

  const decided = await closeTokenRequests(tx, decidable, {
    status: decision,
    reason: reason?.trim() || null,
    by: by.actor,
    at: by.now,
  });
  if (decision === 'APPROVED') await grantTokens(tx, decided, by.now);
  await recordAudit(
    tx,
    by.actor,
    by.now,
    decided.flatMap((request) => auditOf(request, decision, facts.get(request.id)!)),
  );
  await addJobs(
    tx,
    decided.map((request) => mailOf(request, facts.get(request.id)!, organization.login, by)),
  );
  await announceTokenRequests(tx, decided);
  await tellWebhooks(tx, decision === 'APPROVED' ? 'approved' : 'denied', decided, by);
  return { decided, failures, missing };
}

function auditOf(request: TokenRequest, decision: Decision, { tokenName }: DecisionFacts): AuditRecord[] {
  const record = {
    log: { organizationId: request.organizationId },
    subject: { type: 'token_request' as const, id: request.id, name: tokenName },
    details: {
      token_id: request.tokenId,
      requester_id: request.requesterId,
      status: { from: 'PENDING', to: decision },
      reason: request.decisionReason,
    },
  };
  if (decision === 'DENIED') return [{ ...record, action: 'personal_access_token.request_denied' }];
  return [
    { ...record, action: 'personal_access_token.request_approved' },
    { ...record, action: 'personal_access_token.access_granted' },
  ];
}

function mailOf(
  request: TokenRequest,
  { tokenName }: DecisionFacts,
  organization: string,
  { actor, settings }: Decider,
) {
  const data: DecidedMail = {
    decision: request.status as Decision,
    tokenName,
    organization,
    decider: actor.login!,
    reason: request.decisionReason,
    tokenUrl: `${settings.publicUrl}/settings/personal-access-tokens/${request.tokenId}`,
  };
  return mailJob({ template: 'token-request-decided', userId: request.requesterId, data });
}
