// Approving and denying is one act with two outcomes: the mutations approveTokenRequests and denyTokenRequests both arrive here.
import { LIMITS } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { findOrganization } from '../organizations/find-organization.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { tooLong } from '../tokens/token.rules.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';
import { insertBulkDecision } from './bulk-decision.store.ts';
import { bulkDecisionJob } from './carry-on-bulk-decision.job.ts';
import { type BatchOutcome, type DecisionFailure, decideBatch } from './decide-batch.ts';
import { distinct, type GivenId } from './given-id.ts';
import type { TokenRequest } from './token-request.entity.ts';
import type { Decision } from './token-request.rules.ts';
import { countToDecide, findIdsToDecide, type TokenRequestFilter } from './token-request.store.ts';

export type DecideInput = {
  /** The organization's login. */
  organization: string;
  decision: Decision;
  requestIds?: readonly GivenId[] | null;
  filter?: TokenRequestFilter | null;
  /** With `filter`: the moment its list was read; later requests are left alone. (RQ-12) */
  asOf?: Date | null;
  reason?: string | null;
};

/** The lists hold at most 1,000 each; the counts count all. */
export type DecideOutcome = {
  decided: TokenRequest[];
  /** By the id as it was given, or by the database id where a filter chose. */
  failures: (Omit<DecisionFailure, 'id'> & { requestId: string | number })[];
  decidedCount: number;
  failureCount: number;
  totalCount: number;
  bulkDecision: BulkDecision | null;
};

/**
 * Approves or denies the named requests (1 to 100), or all pending ones that match a filter (RQ-5, RQ-6). Each has its own outcome: those that cannot
 * be decided are told why and do not stop the others. A batch is one transaction of a constant number of statements: up to 100 named ones, or 1,000 by filter.
 * Above 10,000 a job carries on from batch to batch, each of about half a second, and `bulkDecision` tells how far it is.
 */
export async function decideTokenRequests(caller: Caller, input: DecideInput): Promise<DecideOutcome> {
  const organization = await findOrganization(caller, input.organization);
  caller.viewer.mustHave('organization_personal_access_token_requests:write', { organizationId: organization.id });
  mustBeWellFormed(input);
  return input.requestIds
    ? decideByIds(caller, organization, input, input.requestIds)
    : decideByFilter(caller, organization, input);
}

function mustBeWellFormed({ requestIds, filter, asOf, reason }: DecideInput): void {
  const one = 'Give exactly one of requestIds and filter.';
  const problems = {
    ...(Boolean(requestIds) === Boolean(filter) && { requestIds: one, filter: one }),
    ...(requestIds && requestIds.length === 0 && { requestIds: 'Name at least one request.' }),
    ...(requestIds &&
      distinct(requestIds) > LIMITS.decisionIds && { requestIds: `At most ${LIMITS.decisionIds} requests.` }),
    ...(filter && !asOf && { asOf: 'With a filter, say when its list was read.' }),
    ...(requestIds && asOf && { asOf: 'asOf goes with filter.' }),
    ...(filter?.status &&
      filter.status.some((status) => status !== 'PENDING') && { filter: 'Only PENDING requests can be decided.' }),
    ...tooLong('reason', reason, LIMITS.reason),
  };
  if (Object.keys(problems).length > 0) throw invalid(problems);
}

const NOT_FOUND = { code: 'NOT_FOUND', message: 'There is no such request.' } as const;

async function decideByIds(
  caller: Caller,
  organization: Organization,
  { decision, reason }: DecideInput,
  given: readonly GivenId[],
): Promise<DecideOutcome> {
  const ids = [...new Set(given.flatMap(({ id }) => (id === null ? [] : [id])))];
  const by = { actor: caller.viewer.actor, now: caller.now, settings: caller.settings };
  const { decided, failures, missing } = await caller.database.transaction((tx) =>
    decideBatch(tx, by, { organizationId: organization.id, ids, decision, reason: reason ?? null }),
  );
  const givenFor = new Map(given.map(({ id, given: text }) => [id, text]));
  const strange = new Set(given.flatMap(({ id, given: text }) => (id === null ? [text] : [])));
  const allFailures = [
    ...failures.map(({ id, ...failure }) => ({ requestId: givenFor.get(id)!, ...failure })),
    ...missing.map((id) => ({ requestId: givenFor.get(id)!, ...NOT_FOUND })),
    ...[...strange].map((requestId) => ({ requestId, ...NOT_FOUND })),
  ];
  return summary([{ decided, failures: allFailures }]);
}

async function decideByFilter(caller: Caller, organization: Organization, input: DecideInput): Promise<DecideOutcome> {
  const { decision } = input;
  const { id: organizationId } = organization;
  const reason = input.reason ?? null;
  const filter = { ...input.filter, status: null };
  // A moment that is still to come would take in what nobody has seen. (RQ-12)
  const asOf = new Date(Math.min(input.asOf!.getTime(), caller.now.getTime()));
  const totalCount = await countToDecide(caller.database.manager, organizationId, filter, asOf);
  if (totalCount > LIMITS.decisionBeforeAnswer) {
    const { actor } = caller.viewer;
    const bulkDecision = await caller.database.transaction(async (tx) => {
      const inserted = await insertBulkDecision(tx, {
        organizationId,
        decision,
        filter,
        asOf,
        reason,
        actor,
        totalCount,
        createdAt: caller.now,
      });
      await addJobs(tx, [bulkDecisionJob(inserted.id)]);
      return inserted;
    });
    return { ...summary([]), totalCount, bulkDecision };
  }

  const by = { actor: caller.viewer.actor, now: caller.now, settings: caller.settings };
  const outcomes: Pick<DecideOutcome, 'decided' | 'failures'>[] = [];
  for (let seen = 0, afterId = 0; seen < totalCount;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    const { ids, decided, failures } = await caller.database.transaction(async (tx) => {
      const batch = await findIdsToDecide(tx, organizationId, { filter, asOf, afterId, limit: LIMITS.decisionBatch });
      return { ids: batch, ...(await decideBatch(tx, by, { organizationId, ids: batch, decision, reason })) };
    });
    outcomes.push({ decided, failures: failures.map(({ id, ...failure }) => ({ requestId: id, ...failure })) });
    if (ids.length < LIMITS.decisionBatch) break;
    seen += ids.length;
    afterId = ids.at(-1)!;
  }
  return summary(outcomes);
}

function summary(outcomes: readonly Pick<DecideOutcome, 'decided' | 'failures'>[]): DecideOutcome {
  const decided = outcomes.flatMap((outcome: Pick<BatchOutcome, 'decided'>) => outcome.decided);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  return {
    decided: decided.slice(0, LIMITS.decisionBatch),
    failures: failures.slice(0, LIMITS.decisionBatch),
    decidedCount: decided.length,
    failureCount: failures.length,
    totalCount: decided.length + failures.length,
    bulkDecision: null,
  };
}
