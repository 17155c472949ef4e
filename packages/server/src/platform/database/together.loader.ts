import DataLoader from 'dataloader';
import type { Database } from './database.ts';

/** As many look-ups go into one statement. */
const MOST = 100;
/** So long a round may hold up the next. One whose connection died unnoticed is under way until TCP gives up, which takes minutes. In milliseconds. */
const PATIENCE = 100;

/**
 * Lets batches through in rounds: what comes while one is under way, of whatever kind, goes with the next, all at once. So the busier the database, the more
 * go together, and an idle one is asked at once. Nobody waits for more than the round before, nor for one that takes too long.
 */
function rounds() {
  type Round = { left: number; patience: NodeJS.Timeout };
  let waiting: (() => void)[] = [];
  let underWay: Round | null = null;
  let isDue = false;
  const next = () => {
    if (isDue || underWay || waiting.length === 0) return;
    isDue = true;
    // After what the sockets brought in this turn has been read.
    setImmediate(send);
  };
  const end = (round: Round) => {
    if (underWay !== round) return;
    underWay = null;
    next();
  };
  const send = () => {
    const batches = waiting;
    const round: Round = { left: 0, patience: setTimeout(() => end(round), PATIENCE) };
    waiting = [];
    isDue = false;
    underWay = round;
    for (const batch of batches) batch();
  };
  return {
    enter(batch: () => void) {
      waiting.push(batch);
      next();
    },
    /** What a batch does as it is let through: its round is over when all of its batches are done, or one has taken too long. */
    async pass<Done>(work: () => Promise<Done>): Promise<Done> {
      const round = underWay;
      if (!round) return work();
      round.left++;
      try {
        return await work();
      } finally {
        if (--round.left === 0) {
          clearTimeout(round.patience);
          end(round);
        }
      }
    },
  };
}

const made = new WeakMap<Database, ReturnType<typeof rounds>>();

function roundsOf(database: Database): ReturnType<typeof rounds> {
  let own = made.get(database);
  if (!own) made.set(database, (own = rounds()));
  return own;
}

/**
 * Look-ups in a database that share statements: those that arrive together, whoever's, are one, which is sent after the last of them came, and asks once for what
 * several want to know: the same by `identityOf`. Nothing is kept, so that what was committed before a request counts for it. (GT-4)
 *
 * The statement takes its lists as `unnest((SELECT $1::bigint[]))`: Postgres then plans it once for lists of any length, where it would plan a short one anew each
 * time, for longer than it runs.
 */
export function together<Key, Found>(
  find: (database: Database, keys: readonly Key[]) => Promise<Found[]>,
  identityOf: (key: Key) => unknown = (key) => key,
): (database: Database) => DataLoader<Key, Found> {
  const findEachOnce = async (database: Database, keys: readonly Key[]): Promise<Found[]> => {
    const distinct = new Map<unknown, { key: Key; place: number }>();
    const places = keys.map((key) => {
      const identity = identityOf(key);
      const known = distinct.get(identity) ?? { key, place: distinct.size };
      distinct.set(identity, known);
      return known.place;
    });
    const found = await find(
      database,
      [...distinct.values()].map(({ key }) => key),
    );
    return places.map((place) => found[place]!);
  };
  const loaders = new WeakMap<Database, DataLoader<Key, Found>>();
  return (database) => {
    const existing = loaders.get(database);
    if (existing) return existing;
    const { enter, pass } = roundsOf(database);
    const loader = new DataLoader<Key, Found>((keys) => pass(() => findEachOnce(database, keys)), {
      cache: false,
      maxBatchSize: MOST,
      batchScheduleFn: enter,
    });
    loaders.set(database, loader);
    return loader;
  };
}
