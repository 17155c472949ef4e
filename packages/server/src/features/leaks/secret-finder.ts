import { CHECKSUM_LENGTH, RANDOM_LENGTH, TOKEN_PREFIXES, tokenKindOf } from '@countersign/schema';

const PREFIX_LENGTH = TOKEN_PREFIXES.CLASSIC.length;
const REST_LENGTH = RANDOM_LENGTH + CHECKSUM_LENGTH;
const SECRET_LENGTH = PREFIX_LENGTH + REST_LENGTH;

// Only the prefix is taken, so that a secret that begins within what looked like another is found too; and no word boundary is asked for: in
// escaped text (`\ncsp_…`) there is none. The checksum sorts out the rest.
const CANDIDATE = new RegExp(`(?:${Object.values(TOKEN_PREFIXES).join('|')})(?=[0-9A-Za-z]{${REST_LENGTH}})`, 'g');

/** Finds our secrets in bytes that come in pieces: what has a prefix, the length, and a checksum that is right. (TK-3, EX-4) */
export class SecretFinder {
  /** The end of what was read, too short for a whole secret. */
  private tail = '';

  /** The secrets that end in these bytes. `isFirst`: nothing of what came before belongs to them. */
  *secretsIn(bytes: Buffer, isFirst: boolean): Generator<string> {
    // Byte for byte, whatever the encoding: all that a secret is made of is ASCII.
    const text = (isFirst ? '' : this.tail) + bytes.toString('latin1');
    for (const { index } of text.matchAll(CANDIDATE)) {
      const candidate = text.slice(index, index + SECRET_LENGTH);
      if (tokenKindOf(candidate) !== null) yield candidate;
    }
    this.tail = text.slice(-(SECRET_LENGTH - 1));
  }
}
