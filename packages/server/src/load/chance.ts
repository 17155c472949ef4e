/**
 * A number from 0 up to 1 that depends on nothing but its arguments: so each table's rows are made by themselves, in any order, and are the same
 * every time. `about` keeps what is decided for one row apart.
 */
export function chance(index: number, about: number): number {
  let mixed = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(about + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** One of the list, each as likely as the others. */
export const pick = <Item>(items: readonly Item[], index: number, about: number): Item =>
  items[Math.floor(chance(index, about) * items.length)]!;

/** Which of the shares, which add up to 1, the number falls into. */
export function share(shares: readonly number[], number: number): number {
  let sum = 0;
  const found = shares.findIndex((part) => number < (sum += part));
  return found === -1 ? shares.length - 1 : found;
}

/** What is decided by chance; each has a number of its own. */
export const ABOUT = {
  status: 1,
  again: 2,
  created: 3,
  decided: 4,
  reason: 5,
  outcome: 6,
  purpose: 7,
  profile: 8,
  selection: 9,
  repositoryCount: 10,
  firstRepository: 11,
  expiry: 12,
  life: 13,
  used: 14,
  lastUse: 15,
  door: 16,
  kind: 17,
  scopes: 18,
  givenName: 19,
  familyName: 20,
  visibility: 21,
  automatic: 22,
  order: 23,
} as const;
