const DAY = 24 * 60 * 60 * 1000;
const digits = (count: number, most: number) =>
  Array.from({ length: most }, (_, number) => String(number).padStart(count, '0'));
const TWO = digits(2, 60);
const THREE = digits(3, 1000);

/** The days of late as they are written: `2026-11-21T`. A page is full of moments of a few days. */
const days = new Map<number, string>();
const MOST_DAYS = 1000;

/** What `toISOString` makes of a moment, in a fifth of its time. */
export function writtenMoment(moment: Date): string {
  const time = moment.getTime();
  const day = Math.floor(time / DAY);
  let written = days.get(day);
  if (written === undefined) {
    written = moment.toISOString().slice(0, -'00:00:00.000Z'.length);
    if (days.size >= MOST_DAYS) days.clear();
    days.set(day, written);
  }
  const millis = time - day * DAY;
  const seconds = Math.floor(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${written}${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[millis % 1000]}Z`;
}
