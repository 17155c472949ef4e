import { LOCALE } from './t.ts';

const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });
const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** "Nov 21, 2026", in the reader's time zone. */
export const formatDay = (date: string | Date): string => day.format(new Date(date));

/** "Nov 21, 2026, 3:58:04 AM", in the reader's time zone. */
export const formatMoment = (date: string | Date): string => moment.format(new Date(date));

/** "a, b, and c" */
export const formatList = (items: readonly string[]): string => list.format(items);

const numbers = new Intl.NumberFormat(LOCALE);

/** How many, for a text: "10,000+" where the counting stopped. */
export const countFor = (count: number, isExact: boolean): number | string =>
  isExact ? count : `${numbers.format(count)}+`;

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 days ago", "in 2 hours", "now": in the largest unit that fits. */
export function formatRelative(date: string | Date, now = new Date()): string {
  const seconds = (new Date(date).getTime() - now.getTime()) / 1_000;
  const [unit, length] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', Infinity];
  return relative.format(Math.trunc(seconds / length), unit);
}
