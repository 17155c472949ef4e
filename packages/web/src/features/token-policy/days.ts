import { LIMITS } from '@countersign/schema';

/** A longest lifetime as the form has it: a number of days as typed, or NO_LIMIT. */
export type Days = string;

export const NO_LIMIT = 'none';

const PRESETS = [7, 30, 60, 90, 180, LIMITS.lifetimeDays];

export const daysText = (days: number | null | undefined): Days => (days == null ? NO_LIMIT : String(days));

/** As the server wants it: null = no limit. Only for what `areDays` lets through. */
export const toDays = (text: Days): number | null => (text === NO_LIMIT ? null : Number(text));

/** Whether it is no limit, where there is none above, or a whole number of days up to the limit above. (PO-1, PO-2) */
export const areDays = (text: Days, limit: number | null): boolean =>
  text === NO_LIMIT ? limit === null : /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= longest(limit);

/** The longest lifetime that may be demanded. */
export const longest = (limit: number | null): number => Math.min(limit ?? LIMITS.lifetimeDays, LIMITS.lifetimeDays);

/** The lifetimes to choose from: presets within the limit above, that limit, and what holds now. */
export const dayChoices = (limit: number | null, now: Days): number[] => {
  const all = [...PRESETS, longest(limit), ...(areDays(now, limit) && now !== NO_LIMIT ? [Number(now)] : [])];
  return [...new Set(all)].filter((days) => days <= longest(limit)).toSorted((a, b) => a - b);
};
