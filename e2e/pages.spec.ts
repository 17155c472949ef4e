import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ACTIVE, expect, QUEUE, test } from './fixtures.ts';

/** `open` is a link on the page, `press` a button on it, that leads to what is meant. */
type Where = { who: string | null; path: string; open?: string; press?: string; heading: string };

const TOKENS = '/settings/personal-access-tokens';
const PAGES: Record<string, Where> = {
  'sign in': { who: null, path: '/login', heading: 'Sign in to Countersign' },
  'a list of tokens': { who: 'member', path: TOKENS, heading: 'Fine-grained personal access tokens' },
  'a new token': {
    who: 'member',
    path: `${TOKENS}/new?target_name=acme&contents=write`,
    heading: 'New fine-grained personal access token',
  },
  'one token': { who: 'member', path: TOKENS, open: 'deploy-website', heading: 'deploy-website' },
  organizations: { who: 'owner', path: '/settings/organizations', heading: 'Your organizations' },
  'the queue': { who: 'owner', path: QUEUE, heading: 'Pending requests' },
  'one request': { who: 'owner', path: QUEUE, open: 'terraform', heading: 'Request for terraform' },
  'the dialog of a denial': { who: 'owner', path: QUEUE, open: 'terraform', press: 'Deny', heading: 'Deny 1 request?' },
  'a filter': { who: 'owner', path: QUEUE, press: 'Permissions', heading: 'Filter by permission' },
  'active tokens': { who: 'owner', path: ACTIVE, heading: 'Active tokens' },
  'one active token': { who: 'owner', path: ACTIVE, open: 'ci-runner', heading: 'ci-runner' },
  'the audit log': { who: 'owner', path: '/organizations/acme/settings/audit-log', heading: 'Audit log' },
  'no page': { who: 'owner', path: '/no/such/page', heading: 'Page not found' },
};

async function visit(page: Page, { path, open, press, heading }: Where): Promise<void> {
  await page.goto(path);
  if (open) await page.getByRole('link', { name: open, exact: true }).click();
  if (press) await page.getByRole('button', { name: press, exact: true }).click();
  await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
  // The lists themselves, not what stands in for them while they load.
  await page.waitForLoadState('networkidle');
}

/** Colours that are still on their way from one to the other are nobody's choice. */
const settle = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });

async function findings(page: Page) {
  await settle(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
}

for (const [name, where] of Object.entries(PAGES))
  test(`${name}: axe finds nothing, in light and in dark, and nothing scrolls sideways at 375 px`, async ({ as }) => {
    const { page } = await as(where.who);
    await visit(page, where);
    expect.soft(await findings(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect.soft(await findings(page), 'dark').toEqual([]);
    await page.setViewportSize({ width: 375, height: 812 });
    expect.soft(await findings(page), 'narrow').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });
