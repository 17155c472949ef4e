import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { openPage } from '../browser.ts';
import { query } from '../database.ts';
import { LONG, type LongTasks, watchLongTasks } from '../long-tasks.ts';
import { startCountersign } from '../processes.ts';
import { figures, ROUNDS } from '../rounds.ts';
import { type Findings, type Line, markdown, number, ranged } from '../table.ts';
import { organizationsOf } from './organizations.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { openSession } from './session.ts';

const MOST_KILOBYTES = 240;
/** So many wait at least; half of them go by, as all would take minutes. */
const LEAST = 10_000;
const ROWS = LEAST / 2;
/** What the queue shows at once, which nobody can change. */
const PAGE = 50;
const PAGES = ROWS / PAGE / ROUNDS;
/** A fast turn of the wheel, and one for each frame. */
const NOTCH = 400;
/** No page is as long. */
const MOST_NOTCHES = 200;
const WEB = join(import.meta.dirname, '../../../packages/web');

/** P-8: what a browser loads for the queue, and whether it keeps up with the hand while thousands of requests that wait go by. */
export async function queueInBrowser(ground: Ground): Promise<Findings> {
  const { url } = ground.loaded;
  const [organization] = await organizationsOf(url);
  const waiting = await findWaiting(url, organization!.id);
  mustEqual('The number of requests that wait, to 10,000,', waiting.length, LEAST);
  const session = await openSession(url, organization!.ownerId);
  const weight = await weigh();
  const side = await startCountersign(houseOf(ground));
  try {
    const { page, close } = await openPage(side.url, session, ground.cores);
    try {
      await page.goto(`${side.url}/organizations/${organization!.login}/settings/personal-access-token-requests`);
      return findingsOf(weight, await roundsOf(page, waiting));
    } finally {
      await close();
    }
  } finally {
    await side.stop();
  }
}

/** The long tasks of one round, by what was done meanwhile. */
type Round = { scrolling: number[]; turning: number[] };

async function roundsOf(page: Page, waiting: string[]): Promise<Round[]> {
  await isShown(page, waiting.slice(0, PAGE));
  const longTasks = await watchLongTasks(page);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await goThrough(page, longTasks, waiting, round * PAGES));
  return rounds;
}

/** Scrolls through as many pages as a round has, from the page that is open. */
async function goThrough(page: Page, longTasks: LongTasks, waiting: string[], first: number): Promise<Round> {
  const round: Round = { scrolling: [], turning: [] };
  for (let turn = first; turn < first + PAGES; turn++) {
    if (turn > 0) {
      await page.getByRole('button', { name: 'Next' }).click();
      await isShown(page, waiting.slice(turn * PAGE, (turn + 1) * PAGE));
      round.turning.push(...(await longTasks()));
    }
    await scrollToEnd(page);
    round.scrolling.push(...(await longTasks()));
  }
  return round;
}

/** Until just these are on the page, the page is painted, and the browser has nothing more to do. */
async function isShown(page: Page, ids: string[]): Promise<void> {
  await page.waitForFunction(
    (last) => document.querySelector(`[aria-busy="false"] li:last-child a[href$="/${last}"]`) !== null,
    ids.at(-1),
  );
  const shown = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve)));
    const links = document.querySelectorAll<HTMLAnchorElement>('ul[aria-label="Pending token requests"] > li a');
    return Array.from(links, ({ href }) => href.slice(href.lastIndexOf('/') + 1));
  });
  mustEqual('The page of the queue', shown, ids);
}

/** With the wheel, one notch a frame, as a hand does it that is in a hurry. */
async function scrollToEnd(page: Page): Promise<void> {
  const { width, height } = page.viewportSize()!;
  await page.mouse.move(width / 2, height / 2);
  for (let notch = 0; notch < MOST_NOTCHES; notch++) {
    const [isAtEnd] = await Promise.all([
      page.evaluate(async () => {
        await new Promise(requestAnimationFrame);
        return Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight;
      }),
      page.mouse.wheel(0, NOTCH),
    ]);
    if (isAtEnd) return;
  }
  throw new Error('The queue has no end, or cannot be scrolled to it');
}

/** The newest that wait, as the queue lists them. */
async function findWaiting(url: string, organizationId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    url,
    `SELECT id FROM token_requests WHERE organization_id = $1 AND status = 'PENDING' ORDER BY created_at DESC, id DESC LIMIT $2`,
    [organizationId, LEAST],
  );
  return rows.map(({ id }) => id);
}

/** What `pnpm weigh` says, in kB. It fails above its own limit, and says the weight all the same. */
async function weigh(): Promise<number> {
  const run = promisify(execFile)(process.execPath, ['bundle-report.ts'], { cwd: WEB });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const weight = /([\d.]+) kB of JavaScript, gzip/.exec(stdout)?.[1];
  if (weight === undefined) throw new Error(`The weight of the queue's page is not told:\n${stdout}`);
  return Number(weight);
}

function findingsOf(weight: number, rounds: Round[]): Findings {
  const scrolling = longestOf(rounds.map((round) => round.scrolling));
  const lines: Line[] = [
    {
      id: 'P-8',
      work: "JavaScript of the queue's first view, gzip",
      against: '–',
      measured: `${number(weight)} kB`,
      bar: `≤ ${MOST_KILOBYTES} kB`,
      met: weight <= MOST_KILOBYTES,
    },
    {
      id: 'P-8',
      work: `scrolling with the wheel through ${number(ROWS)} of the 10,000 and more requests that wait, ${PAGE} a page: the longest task`,
      against: '–',
      measured: scrolling.text,
      bar: `≤ ${LONG} ms`,
      met: scrolling.median <= LONG,
    },
  ];
  const row = (what: string, tasks: number[][]) => [what, `${tasks.flat().length}`, longestOf(tasks).text];
  return {
    lines,
    details: markdown(
      ['in a browser, on one core', `tasks > ${LONG} ms`, `the longest of each ${number(PAGES)} pages`],
      [
        row(
          `scrolling through ${number(ROWS)} rows`,
          rounds.map((round) => round.scrolling),
        ),
        row(
          `turning ${number(ROWS / PAGE - 1)} pages`,
          rounds.map((round) => round.turning),
        ),
      ],
    ),
  };
}

/** Of each round's; a round without a long one counts as nothing. */
function longestOf(rounds: number[][]): { median: number; text: string } {
  const longest = figures(rounds.map((tasks) => Math.max(0, ...tasks)));
  if (longest.median > 0) return { median: longest.median, text: `${ranged(longest)} ms` };
  const quiet = rounds.filter((tasks) => tasks.length === 0).length;
  const worst = longest.high === 0 ? '' : `, the longest of the others ${number(longest.high)} ms`;
  return { median: 0, text: `none > ${LONG} ms in ${quiet} of ${rounds.length} rounds${worst}` };
}
