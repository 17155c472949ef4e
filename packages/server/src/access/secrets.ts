import { hash, randomBytes, randomInt } from 'node:crypto';
import { BASE62, RANDOM_LENGTH, TOKEN_PREFIXES, tokenChecksum, type TokenKind } from '@countersign/schema';

/** A new secret, and what is kept of it. The secret itself leaves in one answer and is stored nowhere. (TK-2, TK-3) */
export type NewSecret = Readonly<{ secret: string; hash: Buffer; lastEight: string }>;

/** What is stored instead of a secret. Secrets are random, so a plain SHA-256 cannot be guessed backwards. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** The same in hexadecimal, as look-ups are asked for by. */
export const hexHashOf = (secret: string): string => hash('sha256', secret, 'hex');

const randomText = (length: number): string => Array.from({ length }, () => BASE62[randomInt(BASE62.length)]).join('');

export function makeTokenSecret(kind: TokenKind): NewSecret {
  const random = randomText(RANDOM_LENGTH);
  const secret = `${TOKEN_PREFIXES[kind]}${random}${tokenChecksum(random)}`;
  return { secret, hash: hashOf(secret), lastEight: secret.slice(-8) };
}

/** What an App proves its client id with, or exchanges for a token: 40 random base62 characters. No token, so that it opens none of a token's doors. */
export function makeClientSecret(): NewSecret {
  const secret = randomText(40);
  return { secret, hash: hashOf(secret), lastEight: secret.slice(-8) };
}

/** The secret of a session, or of a link that is used once: 256 random bits. (SN-1) */
export function makeSessionSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashOf(secret) };
}
