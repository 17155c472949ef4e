import type { Tx } from '../../platform/database/database.ts';
import {
  type ChainEnd,
  countUnsealed,
  findAllChainEnds,
  findNameOfLog,
  findSealed,
  type LogColumn,
  type SealedEntry,
} from './seal.store.ts';
import { hashOfEntry, logOf } from './seal.ts';

/** `changed`: the entry is not what was sealed. `missing`: the number is not there. `unlinked`: it does not follow the entry before it. */
export type Break = {
  log: string;
  sealNumber: number;
  /** Null where it is missing. */
  entryId: number | null;
  what: 'changed' | 'missing' | 'unlinked';
};

export type Verification = {
  entries: number;
  logs: number;
  unsealed: { count: number; since: Date | null };
  /** The first of each log that is broken. */
  breaks: Break[];
};

const BATCH = 2_000;
const COLUMNS: LogColumn[] = ['organization_id', 'enterprise_id', 'user_id'];

/** Where the walk along one chain is. */
type Walk = { log: string; sealNumber: number; hash: Buffer | null; isBroken: boolean };

/**
 * Walks every chain from its first entry and computes each hash anew (AU-3). Memory stays the same however long the log; the transaction has to show
 * one snapshot (REPEATABLE READ), as entries are being sealed meanwhile.
 */
export async function verifyAuditLog(tx: Tx, batch = BATCH): Promise<Verification> {
  const ends = new Map((await findAllChainEnds(tx)).map((end) => [end.log, end]));
  const breaks: Break[] = [];
  let [entries, logs] = [0, 0];
  let walk = null as Walk | null;

  const arrive = ({ isBroken, ...at }: Walk) => {
    const found = isBroken ? null : breakAtEnd(at, ends.get(at.log));
    if (found) breaks.push(found);
    ends.delete(at.log);
  };

  for await (const entry of chains(tx, batch)) {
    const log = logOf(entry);
    if (walk?.log !== log) {
      if (walk) arrive(walk);
      walk = { log, sealNumber: 0, hash: null, isBroken: false };
      logs += 1;
    }
    const found: Break | null = walk.isBroken ? null : breakAt(walk, entry);
    if (found) breaks.push(found);
    walk = { log, sealNumber: entry.sealNumber, hash: entry.hash, isBroken: walk.isBroken || found !== null };
    entries += 1;
  }
  if (walk) arrive(walk);
  // Of the logs that are left here nothing is there at all.
  breaks.push(...[...ends.keys()].map((log): Break => ({ log, sealNumber: 1, entryId: null, what: 'missing' })));
  return { entries, logs, unsealed: await countUnsealed(tx), breaks: await named(tx, breaks) };
}

/** Every sealed entry, chain after chain. */
async function* chains(tx: Tx, batch: number): AsyncGenerator<SealedEntry> {
  for (const column of COLUMNS) {
    let page: SealedEntry[];
    let after = { logId: 0, sealNumber: 0 };
    do {
      // oxlint-disable-next-line no-await-in-loop -- page after page
      page = await findSealed(tx, column, after, batch);
      yield* page;
      const last = page.at(-1);
      if (last) after = { ...last, logId: (last.organizationId ?? last.enterpriseId ?? last.userId)! };
    } while (page.length === batch);
  }
}

function breakAt({ log, sealNumber: before, hash }: Walk, entry: SealedEntry): Break | null {
  const { id: entryId, sealNumber } = entry;
  if (sealNumber > before + 1) return { log, sealNumber: before + 1, entryId: null, what: 'missing' };
  if (sealNumber <= before || !sameHash(entry.previousHash, hash))
    return { log, sealNumber, entryId, what: 'unlinked' };
  return sameHash(entry.hash, hashOfEntry(entry, entry)) ? null : { log, sealNumber, entryId, what: 'changed' };
}

/** What was sealed last is known: a chain cannot be cut off, nor its last entry exchanged. */
function breakAtEnd({ log, sealNumber, hash }: Omit<Walk, 'isBroken'>, end: ChainEnd | undefined): Break | null {
  if (!end || end.sealNumber < sealNumber) return { log, sealNumber, entryId: null, what: 'unlinked' };
  if (end.sealNumber > sealNumber) return { log, sealNumber: sealNumber + 1, entryId: null, what: 'missing' };
  return sameHash(end.hash, hash) ? null : { log, sealNumber, entryId: null, what: 'unlinked' };
}

const sameHash = (one: Buffer | null, other: Buffer | null) =>
  one === null || other === null ? one === other : one.equals(other);

async function named(tx: Tx, breaks: readonly Break[]): Promise<Break[]> {
  const all: Break[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one connection, and few are broken
  for (const found of breaks) all.push({ ...found, log: await findNameOfLog(tx, found.log) });
  return all;
}
