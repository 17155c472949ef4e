const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The day that an address names, or ''. */
export const dayIn = (text: string | null): string =>
  text && DAY.test(text) && !Number.isNaN(new Date(`${text}T00:00:00`).getTime()) ? text : '';

/** The moment at which a day of the reader's begins, or one so many days later. */
export function startOf(day: string, later = 0): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return date.toISOString();
}
