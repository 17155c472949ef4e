import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/telemetry/log.ts';
import type { TokenDoor } from './token.entity.ts';
import { type TokenUse, writeUses } from './token.store.ts';

/** Twice in the minute that a last use may be late: one token in constant use is one write each time. (TK-13) */
const EVERY = 30_000;
/** So many are written at once without waiting for the timer. */
const ENOUGH = 20_000;
/** While the database is away no more than these are kept; the oldest are forgotten. */
const MOST = 50_000;

export type NoteUse = (tokenId: number, at: Date) => void;

export type LastUses = {
  /** What the door calls with each token that held. Only remembers. */
  through(door: TokenDoor): NoteUse;
  /** Writes what is remembered; what cannot be written is kept for the next time. */
  write(): Promise<void>;
  /** Writes the rest. */
  stop(): Promise<void>;
};

/** Remembers when and where tokens were used, and writes it by a timer, in one statement: never in the request's own path. (TK-13) */
export function startLastUses(database: Database, log: Log): LastUses {
  let uses = new Map<number, TokenUse>();
  let writing = Promise.resolve();

  const remember = (use: TokenUse) => {
    // Deleted first, so that the map is in the order of use and its first is the oldest.
    uses.delete(use.tokenId);
    uses.set(use.tokenId, use);
    if (uses.size > MOST) uses.delete(uses.keys().next().value!);
  };
  const writeNow = async () => {
    if (uses.size === 0) return;
    const written = uses;
    uses = new Map();
    try {
      await writeUses(database.manager, [...written.values()]);
    } catch (error) {
      log.warn({ err: error, tokens: written.size }, 'Last uses of tokens could not be written and are kept');
      const later = uses;
      uses = new Map();
      for (const use of [...written.values(), ...later.values()]) remember(use);
    }
  };
  const write = () => (writing = writing.then(writeNow));

  const timer = setInterval(write, EVERY);
  return {
    through: (door) => (tokenId, at) => {
      remember({ tokenId, at, door });
      if (uses.size === ENOUGH) void write();
    },
    write,
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
