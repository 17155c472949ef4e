import type { Token } from './token.entity.ts';

const HOUR = 60 * 60 * 1000;
/** How long a token lives with which an App acts for a person, and what it is renewed with. In milliseconds. (EX-8) */
export const USER_TOKEN_LIFE = 8 * HOUR;
export const REFRESH_TOKEN_LIFE = 183 * 24 * HOUR;
/** So long after its use a refresh token may come again and be taken for a second process of the App that was too late, not for a thief's. (RFC 9700, 4.14.2) */
export const REUSE_GRACE = 60 * 1000;
/** So many of an App's tokens for one person hold at once. (EX-7) */
const MOST_PAIRS = 10;

type Held = Pick<Token, 'id' | 'renewsTokenId'>;

/** The oldest of an App's tokens for one person that make room for one more, each with its refresh token. (EX-7) */
export function inTheWay<T extends Held>(held: readonly T[]): T[] {
  const newest = [...new Set(held.map(pairOf))].toSorted((one, other) => other - one);
  const staying = new Set(newest.slice(0, MOST_PAIRS - 1));
  return held.filter((token) => !staying.has(pairOf(token)));
}

/** What stands for a token and for what renews it: the id of the former. */
export const pairOf = ({ id, renewsTokenId }: Held): number => renewsTokenId ?? id;
