import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import { revokeTokens } from './revoke-tokens.ts';
import { lockUnused } from './token-ending.store.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;
/** So late a last use may be written: whoever uses a token on the last day of its year keeps it. (TK-13) */
const LATEST_NEWS = 60 * 1000;

/** Revokes what nobody has used for a year, counted from its last use or, where that is later or there is none, from when its secret was made (EX-3). */
export async function revokeIdleTokens({ database, now }: { database: Database; now: Date }): Promise<void> {
  const since = new Date(now.getTime() - YEAR - LATEST_NEWS);
  const by = { actor: systemActor, now };
  for (let isMore = true; isMore;) {
    // One transaction after the other, so that none holds more than a batch of locks.
    // oxlint-disable-next-line no-await-in-loop
    isMore = await database.transaction(async (tx) => {
      const tokens = await lockUnused(tx, { since, now, limit: LIMITS.decisionBatch });
      if (tokens.length === 0) return false;
      await revokeTokens(tx, by, tokens, ({ lastUsedAt }) => ({
        explanation: 'unused for a year',
        last_used_at: lastUsedAt,
      }));
      return tokens.length === LIMITS.decisionBatch;
    });
  }
}
