import { pipeline } from 'node:stream/promises';
import { startGit } from '../repositories/start-git.ts';

/** Objects by what leads to them: all that `tips` lead to, without what the tips `before` led to already. */
export type Range = { tips: readonly string[]; before: readonly string[] };

/** A stretch of one object. Every object begins with one of its own. */
export type Piece = {
  bytes: Buffer;
  isFirst: boolean;
  /** The commit or tag that it is, or the first commit that holds it. */
  commit: string;
};

// Oldest first, each commit followed by the trees and blobs that it brings. The order of the options matters: what comes after --stdin is too late for it.
const LIST = [
  'rev-list',
  '--ignore-missing',
  '--objects',
  '--no-object-names',
  '--in-commit-order',
  '--reverse',
  '--stdin',
];

/**
 * What git says of the objects of a range, in one stream: for each a line, then the object. Two processes, each waiting for the slower, so that
 * nothing is held whole. Rejects when either fails, and when the signal ends them.
 */
export async function* streamObjects(directory: string, range: Range, signal: AbortSignal): AsyncGenerator<Buffer> {
  const leaving = new AbortController();
  const either = AbortSignal.any([signal, leaving.signal]);
  try {
    const list = await startGit(directory, LIST, either);
    const contents = await startGit(directory, ['cat-file', '--batch', '--buffer'], either);
    list.stdin.end([...range.tips, ...range.before.map((id) => `^${id}`), ''].join('\n'));
    const flow = Promise.all([pipeline(list.stdout, contents.stdin), list.ended, contents.ended]);
    flow.catch(() => {});
    yield* contents.stdout;
    await flow;
  } finally {
    leaving.abort();
  }
}

/** Takes such a stream apart, whatever it is cut into. */
export class ObjectSplitter {
  private head = '';
  /** What is still to come of the object, with the line feed after it; 0 between objects. */
  private left = 0;
  private isFirst = true;
  private commit = '';

  *pieces(chunk: Buffer): Generator<Piece> {
    let at = 0;
    while (at < chunk.length) {
      if (this.left === 0) {
        at = this.readHead(chunk, at);
        continue;
      }
      const end = Math.min(chunk.length, at + this.left);
      yield { bytes: chunk.subarray(at, end), isFirst: this.isFirst, commit: this.commit };
      this.isFirst = false;
      this.left -= end - at;
      at = end;
    }
  }

  /** `<id> <type> <size>`; where the next byte is. */
  private readHead(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(0x0a, at);
    this.head += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
    if (end === -1) return chunk.length;
    const [, id, type, size] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(this.head) ?? [];
    // A missing object: git says so in a line of its own, and there is nothing to read.
    if (id && (type === 'commit' || type === 'tag')) this.commit = id;
    this.left = id ? Number(size) + 1 : 0;
    this.isFirst = true;
    this.head = '';
    return end + 1;
  }
}
