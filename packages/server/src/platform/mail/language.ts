/** The languages of mails. (ML-5) */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same texts in every language; a language that lacks one does not compile. */
export type Texts<T> = Record<Language, T>;

export const isLanguage = (locale: string): locale is Language => LANGUAGES.some((language) => language === locale);

/** The texts for a reader; English for whom we have no better. */
export const textsFor = <T>(texts: Texts<T>, locale: string): T => texts[isLanguage(locale) ? locale : 'en'];

/** A moment for a reader anywhere: to the minute, and with the time zone said. */
export function momentIn(locale: string, at: Date | string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(at))} UTC`;
}

/** A whole number as the reader writes it. */
export const numberIn = (locale: string, number: number): string => new Intl.NumberFormat(locale).format(number);

/** How long until then: "in 7 days", or in hours when it is less than one. */
export function untilIn(locale: string, at: Date | string, now: Date | string): string {
  const hours = (new Date(at).getTime() - new Date(now).getTime()) / 3_600_000;
  const format = new Intl.RelativeTimeFormat(locale);
  const days = Math.round(hours / 24);
  return days >= 1 ? format.format(days, 'day') : format.format(Math.max(1, Math.round(hours)), 'hour');
}
