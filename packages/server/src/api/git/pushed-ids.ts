import { createGunzip, type Gunzip } from 'node:zlib';

/** A list of some hundred thousand refs; the refs that a longer one leads to are found when git has ended. */
const MOST_BYTES = 32 * 2 ** 20;
/** Short lines cost as much as long ones. */
const LEAST_OF_A_LINE = 200;
const FLUSH = 0;

/**
 * Reads along at the front of a push, where it says what it wants of which ref (`<old id> <new id> <ref>`, signed or not), and keeps the new ids.
 * Never fails: what it cannot read is git's to refuse.
 */
export class PushedIds {
  readonly ids = new Set<string>();
  private rest: Buffer = Buffer.alloc(0);
  /** What comes now is not looked at any more. */
  isDone = false;
  private taken = 0;
  private read = 0;
  private readonly gunzip: Gunzip | null;

  constructor(encoding: string | undefined) {
    this.gunzip = /^(x-)?gzip$/.test(encoding ?? '') ? createGunzip() : null;
    this.gunzip?.on('data', (chunk: Buffer) => this.readLines(chunk)).on('error', () => this.stop());
  }

  take(chunk: Buffer): void {
    if (this.isDone) return;
    if (!this.gunzip) return this.readLines(chunk);
    // What is taken faster than it is read waits in memory.
    this.taken += chunk.length;
    if (this.taken > MOST_BYTES) this.stop();
    else this.gunzip.write(chunk);
  }

  /** Lines with their length in four hexadecimal digits before them; a length of zero ends the list. */
  private readLines(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    while (!this.isDone && this.rest.length >= 4) {
      const length = Number.parseInt(this.rest.toString('latin1', 0, 4), 16);
      if (length === FLUSH || !(length >= 4) || this.read > MOST_BYTES) return this.stop();
      if (this.rest.length < length) return;
      const [, id] = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) /.exec(this.rest.toString('latin1', 4, length)) ?? [];
      // All zeros: the ref is to go.
      if (id && !/^0+$/.test(id)) this.ids.add(id);
      this.rest = this.rest.subarray(length);
      this.read += Math.max(length, LEAST_OF_A_LINE);
    }
  }

  private stop(): void {
    this.isDone = true;
    this.rest = Buffer.alloc(0);
    this.gunzip?.destroy();
  }
}
