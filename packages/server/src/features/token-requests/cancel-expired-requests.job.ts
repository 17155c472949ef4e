import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import { closeCancelled } from './cancel-token-request.ts';
import { lockExpired } from './token-request-closing.store.ts';

/** Cancels what waits for a token that has expired (RQ-8). The clock has ended the token already: this only tidies the queue and tells. (EX-2) */
export async function cancelExpiredRequests({ database, now }: { database: Database; now: Date }): Promise<void> {
  for (let isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    isMore = await database.transaction(async (tx) => {
      const expired = await lockExpired(tx, now, LIMITS.decisionBatch);
      if (expired.length > 0) await closeCancelled(tx, { actor: systemActor, now }, expired, 'token_expired');
      return expired.length === LIMITS.decisionBatch;
    });
  }
}
