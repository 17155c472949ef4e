import type { Page } from '@playwright/test';
import { mustEqual } from './scenarios/scenario.ts';

/** What a browser calls long: above 50 ms it says how long the task was, below nothing. */
export const LONG = 50;
/** Long enough to be seen whatever else the machine does. */
const PROBE = 2 * LONG;

/** Says what long tasks the page's main thread had since it was asked last, in milliseconds. */
export type LongTasks = () => Promise<number[]>;

/** Begins to watch, and makes sure that a long task is seen. */
export async function watchLongTasks(page: Page): Promise<LongTasks> {
  const observer = await page.evaluateHandle(() => {
    const seen: number[] = [];
    const keep = (entries: PerformanceEntryList) => seen.push(...entries.map(({ duration }) => duration));
    const watching = new PerformanceObserver((list) => keep(list.getEntries()));
    watching.observe({ type: 'longtask' });
    return { seen, keep, watching };
  });
  const take: LongTasks = () =>
    observer.evaluate(async ({ seen, keep, watching }) => {
      // The task before this one has ended, and was written down.
      await new Promise((resolve) => setTimeout(resolve));
      keep(watching.takeRecords());
      return seen.splice(0);
    });
  // In a task of the page's own: what the tool of the tests does in it is not counted.
  await page.evaluate(
    (lasts) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          const began = performance.now();
          while (performance.now() - began < lasts);
          resolve();
        });
      }),
    PROBE,
  );
  mustEqual(
    'The watch for long tasks',
    (await take()).some((duration) => duration >= PROBE),
    true,
  );
  return take;
}
