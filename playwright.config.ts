import { defineConfig } from '@playwright/test';
import { findBrowser, FLAGS } from './e2e/browser.ts';

/** Journeys through the built product: a real browser, git, mail server and shell. Each worker has a server of its own. */
export default defineConfig({
  testDir: 'e2e',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(await findBrowser()), args: FLAGS },
    screenshot: 'only-on-failure',
    locale: 'en-US',
  },
});
