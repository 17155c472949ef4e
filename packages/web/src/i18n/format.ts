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
