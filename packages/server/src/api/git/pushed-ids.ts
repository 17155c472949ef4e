import { createGunzip, type Gunzip } from 'node:zlib';

/** Of more than these git itself would hold a list too long to be meant. */
const MOST_IDS = 100_000;
const FLUSH = 0;

/**
 * Reads along at the front of a push, where it says what it wants of which ref (`<old id> <new id> <ref>`, signed or not), and keeps the new ids.
 * Never fails: what it cannot read is git's to refuse.
 */
export class PushedIds {
  readonly ids = new Set<string>();
  private rest: Buffer = Buffer.alloc(0);
  private isDone = false;
  private readonly gunzip: Gunzip | null;

  constructor(encoding: string | undefined) {
    this.gunzip = /^(x-)?gzip$/.test(encoding ?? '') ? createGunzip() : null;
    this.gunzip?.on('data', (chunk: Buffer) => this.readLines(chunk)).on('error', () => this.stop());
  }

  take(chunk: Buffer): void {
    if (this.isDone) return;
    if (this.gunzip) this.gunzip.write(chunk);
    else this.readLines(chunk);
  }

  /** Lines with their length in four hexadecimal digits before them; a length of zero ends the list. */
  private readLines(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    while (!this.isDone && this.rest.length >= 4) {
      const length = Number.parseInt(this.rest.toString('latin1', 0, 4), 16);
      if (length === FLUSH || !(length >= 4) || this.ids.size > MOST_IDS) return this.stop();
      if (this.rest.length < length) return;
      const [, id] = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) /.exec(this.rest.toString('latin1', 4, length)) ?? [];
      // All zeros: the ref is to go.
      if (id && !/^0+$/.test(id)) this.ids.add(id);
      this.rest = this.rest.subarray(length);
    }
  }

  private stop(): void {
    this.isDone = true;
    this.rest = Buffer.alloc(0);
    this.gunzip?.destroy();
  }
}
