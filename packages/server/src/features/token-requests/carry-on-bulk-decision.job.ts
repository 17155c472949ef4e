import type { Settings } from '../../access/caller.ts';
import { resumeViewer } from '../../access/resume-viewer.ts';
import type { Database } from '../../platform/database/database.ts';
import { addJobs, type Job } from '../../platform/jobs/add-jobs.ts';
import { lockBulkDecision, saveProgress } from './bulk-decision.store.ts';
import { decideBatch } from './decide-batch.ts';
import { findIdsToDecide } from './token-request.store.ts';

/** Whoever waits for one of a batch, a member who leaves or another owner, waits about so long: where Postgres is slow a batch holds fewer. In ms. */
const AIM = 500;
// The first ones find nothing of what they need in memory.
const SIZE = { first: 10, least: 10, most: 500 };

/** What the job is told; one that was queued by an earlier version says no size. */
export type NextBatch = { id: number; size?: number };

/** How many the batch after one that took so many ms holds. One quick batch proves little: at most twice as many. */
export const nextSize = (size: number, took: number): number =>
  Math.round(Math.min(Math.max((size * AIM) / took, SIZE.least), 2 * size, SIZE.most));

/** The next batch goes before the mails of the last one, of which there are hundreds. */
export const bulkDecisionJob = (id: number, size: number = SIZE.first): Job => ({
  task: 'carry-on-bulk-decision',
  payload: { id, size },
  priority: -10,
});

/**
 * Does one batch of a bulk decision and queues the next, in one transaction: a process that dies leaves it at the end of a batch, from where
 * another goes on. Stops where the decider's right to decide has ended meanwhile.
 */
export async function carryOnBulkDecision(
  { id, size = SIZE.first }: NextBatch,
  { database, settings, now }: { database: Database; settings: Settings; now: Date },
): Promise<void> {
  await database.transaction(async (tx) => {
    const bulk = await lockBulkDecision(tx, id);
    if (!bulk || bulk.status === 'DONE') return;
    const { organizationId, decision, reason, actor, filter } = bulk;
    const viewer = await resumeViewer(tx, actor, { organizationId, now });
    const mayDecide = viewer.can('organization_personal_access_token_requests:write', { organizationId });
    // Dates come back from JSON as text, which Postgres reads as well.
    const page = { filter, asOf: bulk.asOf, afterId: bulk.cursorId, limit: size };
    const ids = mayDecide ? await findIdsToDecide(tx, organizationId, page) : [];
    // To find them keeps nobody waiting, and takes as long for a few.
    const began = performance.now();
    const { decided, failures } = await decideBatch(
      tx,
      { actor, now, settings },
      { organizationId, ids, decision, reason },
    );
    const isDone = ids.length < size;
    await saveProgress(tx, {
      id,
      status: isDone ? 'DONE' : 'RUNNING',
      cursorId: ids.at(-1) ?? bulk.cursorId,
      decidedCount: bulk.decidedCount + decided.length,
      // What a decider whose right has ended leaves over has failed, too.
      failureCount: mayDecide ? bulk.failureCount + failures.length : bulk.totalCount - bulk.decidedCount,
    });
    if (!isDone) await addJobs(tx, [bulkDecisionJob(id, nextSize(size, performance.now() - began))]);
  });
}
