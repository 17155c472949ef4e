import { LIMITS } from '@countersign/schema';
import type { Database } from '../../platform/database/database.ts';
import { recordAudit, systemActor } from '../audit-log/record-audit.ts';
import { endGrantsWithTokens } from '../token-grants/end-grants-with-tokens.ts';
import { cancelRequestsOfRevoked } from '../token-requests/cancel-token-request.ts';
import { entryOfEnd } from './entry-of-end.ts';
import { lockUnused, markRevoked } from './token.store.ts';

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
      const ids = tokens.map(({ id }) => id);
      // Tokens before their requests before their grants, as by their users.
      await cancelRequestsOfRevoked(tx, by, ids);
      await endGrantsWithTokens(tx, by, tokens, 'TOKEN_REVOKED');
      await markRevoked(tx, ids, now);
      await recordAudit(
        tx,
        systemActor,
        now,
        tokens.map((token) =>
          entryOfEnd(token, 'revoked', { explanation: 'unused for a year', last_used_at: token.lastUsedAt }),
        ),
      );
      return tokens.length === LIMITS.decisionBatch;
    });
  }
}
