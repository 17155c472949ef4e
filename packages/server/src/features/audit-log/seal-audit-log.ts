import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/telemetry/log.ts';
import {
  type ChainEnd,
  findPlaces,
  findUnsealed,
  hasUnsealed,
  type Seal,
  trySealing,
  writeSeals,
} from './seal.store.ts';
import { hashOfEntry, logOf } from './seal.ts';
import { showUnsealed } from './show-unsealed.ts';

/** More than this at once would hold a snapshot and memory for long. */
const BATCH = 2_000;
/** Twice in the second within which entries are sealed. */
const EVERY = 400;
const LONGEST_DELAY = 10_000;

/**
 * Links committed entries, each to the one before it in its log, and says how many. One transaction and six statements for a batch of whatever size;
 * of several processes one seals and the others go away. Those who write entries never wait: nothing but rows that are theirs no longer is locked. (AU-3)
 */
export async function sealBatch(database: Database, limit = BATCH): Promise<number> {
  if (!(await hasUnsealed(database.manager))) return 0;
  return database.transaction(async (tx) => {
    if (!(await trySealing(tx))) return 0;
    const entries = await findUnsealed(tx, limit);
    const logs = [...new Set(entries.map(logOf))];
    const places = new Map((await findPlaces(tx, logs)).map(({ log, ...place }) => [log, place]));
    const ends = new Map<string, ChainEnd>();
    const seals = entries.map((entry): Seal => {
      const log = logOf(entry);
      const { sealNumber, previousHash } = places.get(log)!;
      const hash = hashOfEntry(entry, { sealNumber, previousHash });
      ends.set(log, { log, sealNumber, hash });
      places.set(log, { sealNumber: sealNumber + 1, previousHash: hash });
      return { id: entry.id, sealNumber, previousHash, hash };
    });
    await writeSeals(tx, seals, [...ends.values()]);
    return entries.length;
  });
}

/** Seals until nothing is left that was there. */
export async function sealAll(database: Database, limit = BATCH): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- each batch goes on from the one before
  while ((await sealBatch(database, limit)) === limit);
}

export type Sealer = { stop(): Promise<void> };

type SealerOptions = { log: Log; clock: () => Date };

/**
 * Seals what is committed within a second, as long as the process runs, and shows what is left to do. By a short timer: a NOTIFY would make all who commit
 * wait for each other.
 */
export function startSealer(database: Database, { log, clock }: SealerOptions): Sealer {
  const hideUnsealed = showUnsealed(database, clock);
  let stopped = false;
  let delay = EVERY;
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();

  const seal = async () => {
    try {
      await sealAll(database);
      delay = EVERY;
    } catch (error) {
      log.warn({ err: error }, 'The audit log could not be sealed and is tried again');
      delay = Math.min(delay * 2, LONGEST_DELAY);
    }
    sealLater();
  };
  const sealLater = () => {
    if (!stopped) timer = setTimeout(() => (round = seal()), delay);
  };

  sealLater();
  return {
    async stop() {
      stopped = true;
      hideUnsealed();
      clearTimeout(timer);
      await round;
    },
  };
}
