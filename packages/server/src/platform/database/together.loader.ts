import DataLoader from 'dataloader';
import type { Database } from './database.ts';

/** As many look-ups go into one statement. */
const MOST = 100;
/** So many of their statements are under way at once in a process, of whatever kind; what comes meanwhile goes with the next. */
const UNDER_WAY = 2;
/** So long one may hold others up. One whose connection died unnoticed is under way until TCP gives up, which takes minutes. In milliseconds. */
const PATIENCE = 100;

/**
 * Lets batches through a few at a time: the busier the database, the more go together, and an idle one is asked at once. Nobody waits for more than
 * the statement before, nor for one that takes too long.
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
    /** Makes room for the next when this is done, or has taken too long. */
    pass<Done>(done: Promise<Done>): Promise<Done> {
      let isThrough = false;
      const leave = () => {
        if (isThrough) return;
        isThrough = true;
        clearTimeout(patience);
        underWay--;
        letIn();
      };
      const patience = setTimeout(leave, PATIENCE);
      return done.finally(leave);
    },
  };
}

const turnstiles = new WeakMap<Database, ReturnType<typeof turnstile>>();

function turnstileOf(database: Database): ReturnType<typeof turnstile> {
  const existing = turnstiles.get(database);
  if (existing) return existing;
  const made = turnstile();
  turnstiles.set(database, made);
  return made;
}

/**
 * Look-ups in a database that share statements: those that arrive together, whoever's, are one, which is sent after the last of them came. Nothing is
 * kept, so that what was committed before a request counts for it. (GT-4)
 *
 * The statement takes its lists as `unnest((SELECT $1::bigint[]))`: Postgres then plans it once for lists of any length, where it would plan a short one anew each
 * time, for longer than it runs.
 */
export function together<Key, Found>(
  find: (database: Database, keys: readonly Key[]) => Promise<Found[]>,
): (database: Database) => DataLoader<Key, Found> {
  const made = new WeakMap<Database, DataLoader<Key, Found>>();
  return (database) => {
    const existing = made.get(database);
    if (existing) return existing;
    const { enter, pass } = turnstileOf(database);
    const loader = new DataLoader<Key, Found>((keys) => pass(Promise.try(find, database, keys)), {
      cache: false,
      maxBatchSize: MOST,
      batchScheduleFn: enter,
    });
    made.set(database, loader);
    return loader;
  };
}
