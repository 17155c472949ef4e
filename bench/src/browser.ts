import { chromium, type Page } from '@playwright/test';
import { findBrowser, FLAGS } from '../../e2e/browser.ts';
import { type Cores, pin } from './machine.ts';
import type { Session } from './scenarios/session.ts';

export type OpenPage = { page: Page; close(): Promise<void> };

/** A page of a real Chromium, on the core of the load, for somebody who is signed in. */
export async function openPage(url: string, { cookie }: Session, cores: Cores): Promise<OpenPage> {
  const found = await findBrowser();
  // A browser is many processes, each where the one is that starts it.
  await pin(process.pid, cores?.load);
  const browser = await chromium
    .launch({ ...found, args: FLAGS })
    .finally(() => pin(process.pid, cores ? `${cores.side},${cores.load}` : undefined));
  try {
    const context = await browser.newContext({ locale: 'en-US' });
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url }]);
    return { page: await context.newPage(), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
