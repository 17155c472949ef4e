import { DEFAULT_EXPIRY_DAYS, EXPIRY_PRESETS, LIMITS } from '@countersign/schema';

/** When a new token is to expire: after so many days, at the start of a chosen day, or never. */
export type Expiry = { kind: 'days'; days: number } | { kind: 'date'; date: string } | { kind: 'never' };

const DAY = 86_400_000;
/** `2026-11-21`, as a date input has it: the day in the reader's time zone, as every date on the page. */
function dayOf(time: number): string {
  const date = new Date(time);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}

/** The longest life the resource owner lets through, in days. */
const longestLifeOf = (maximumLifetimeDays: number | null | undefined): number =>
  Math.min(maximumLifetimeDays ?? LIMITS.lifetimeDays, LIMITS.lifetimeDays);

/** The presets that are short enough for the resource owner. (TK-4) */
export const presetsWithin = (maximumLifetimeDays: number | null | undefined): number[] =>
  EXPIRY_PRESETS.filter((days) => days <= longestLifeOf(maximumLifetimeDays));

/** 30 days, or the resource owner's limit where that is shorter. (TK-4) */
export const defaultExpiry = (maximumLifetimeDays: number | null | undefined): Expiry => ({
  kind: 'days',
  days: Math.min(DEFAULT_EXPIRY_DAYS, longestLifeOf(maximumLifetimeDays)),
});

/** The first and the last day that may be chosen. A day begins at midnight, so the first is tomorrow. */
export const dateRange = (maximumLifetimeDays: number | null | undefined, now: number) => ({
  first: dayOf(now + DAY),
  last: dayOf(now + longestLifeOf(maximumLifetimeDays) * DAY),
});

/** Whether the resource owner accepts this expiry for a token made now. */
export function fitsLimit(expiry: Expiry, maximumLifetimeDays: number | null | undefined, now: number): boolean {
  if (expiry.kind === 'never') return maximumLifetimeDays == null;
  if (expiry.kind === 'days') return expiry.days >= 1 && expiry.days <= longestLifeOf(maximumLifetimeDays);
  const { first, last } = dateRange(maximumLifetimeDays, now);
  return expiry.date >= first && expiry.date <= last;
}

/** The moment of expiry for a token made now; null = never, or no date chosen yet. */
export function expiresAtOf(expiry: Expiry, now: number): Date | null {
  if (expiry.kind === 'never') return null;
  if (expiry.kind === 'days') return new Date(now + expiry.days * DAY);
  return expiry.date ? startOf(expiry.date) : null;
}

/** The moment a day begins for the reader. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00`);

/** The expiry as the mutations take it: exactly one of three. */
export function expiryInput(expiry: Expiry) {
  if (expiry.kind === 'never') return { neverExpires: true };
  if (expiry.kind === 'days') return { expiresInDays: expiry.days };
  return { expiresAt: startOf(expiry.date).toISOString() };
}
