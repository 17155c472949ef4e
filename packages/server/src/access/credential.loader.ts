import DataLoader from 'dataloader';
import type { Database } from '../platform/database/database.ts';
import type { Holding } from './access.rules.ts';
import { type CredentialRow, findCredentials, findHoldingsOf } from './access.store.ts';

/** As many look-ups go into one statement. */
const MOST = 100;
/** So many statements of a kind are under way at once in a process; what comes meanwhile goes with the next. */
const UNDER_WAY = 2;

/**
 * Lets batches through a few at a time: the busier the database, the more go together, and an idle one is asked at once. Nobody waits for more than
 * the statement before.
 */
function turnstile() {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const letIn = () => {
    const send = underWay < UNDER_WAY ? waiting.shift() : undefined;
    if (!send) return;
    underWay++;
    // After what the sockets brought in this turn has been read.
    setImmediate(send);
  };
  return {
    enter(send: () => void) {
      waiting.push(send);
      letIn();
    },
    leave() {
      underWay--;
      letIn();
    },
  };
}

/** Look-ups that share statements; none is kept. */
function together<Key, Found>(find: (keys: readonly Key[]) => Promise<Found[]>): DataLoader<Key, Found> {
  const { enter, leave } = turnstile();
  return new DataLoader((keys) => find(keys).finally(leave), {
    cache: false,
    maxBatchSize: MOST,
    batchScheduleFn: enter,
  });
}

type LookUps = {
  /** By the hash of its secret, in hexadecimal. */
  credentials: DataLoader<string, CredentialRow | null>;
  /** By the id of a person. */
  holdings: DataLoader<number, ReadonlyMap<number, Holding>>;
};

const lookUps = new WeakMap<Database, LookUps>();

/**
 * What every request with a token begins with. Requests that arrive together, whoever's, share a statement, which is sent after the last of them
 * came; nothing is kept, so that what was committed before a request counts for it. (GT-4)
 */
export function lookUpsOf(database: Database): LookUps {
  const existing = lookUps.get(database);
  if (existing) return existing;
  const made: LookUps = {
    credentials: together(async (hashes: readonly string[]) => {
      const asked = [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'));
      const found = await findCredentials(database.manager, asked);
      const rows = new Map(found.map((row) => [row.secretHash.toString('hex'), row]));
      return hashes.map((hash) => rows.get(hash) ?? null);
    }),
    holdings: together(async (userIds: readonly number[]) => {
      const found = await findHoldingsOf(database.manager, [...new Set(userIds)]);
      return userIds.map((id) => found.get(id) ?? new Map<number, Holding>());
    }),
  };
  lookUps.set(database, made);
  return made;
}
