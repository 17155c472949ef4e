import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ACTIVE, expect, POLICY, QUEUE, test } from './fixtures.ts';

/** `open` are links, one after the other, and `press` a button, that lead to what is meant. */
type Where = { who: string | null; path: string; open?: string | readonly string[]; press?: string; heading: string };

const TOKENS = '/settings/personal-access-tokens';
const CLASSIC = '/settings/tokens';
const ENTERPRISE = '/enterprises/acme-enterprise/settings';
const PAGES: Record<string, Where> = {
  'sign in': { who: null, path: '/login', heading: 'Sign in to Countersign' },
  'a list of tokens': { who: 'member', path: TOKENS, heading: 'Fine-grained personal access tokens' },
  'a new token': {
    who: 'member',
    path: `${TOKENS}/new?target_name=acme&contents=write`,
    heading: 'New fine-grained personal access token',
  },
  'one token': { who: 'member', path: TOKENS, open: 'deploy-website', heading: 'deploy-website' },
  'a new secret for a token': {
    who: 'member',
    path: TOKENS,
    open: ['editor', 'Regenerate'],
    heading: 'Regenerate editor',
  },
  'a list of classic tokens': { who: 'member', path: CLASSIC, heading: 'Personal access tokens (classic)' },
  'a new classic token': { who: 'member', path: `${CLASSIC}/new`, heading: 'New personal access token (classic)' },
  'one classic token': { who: 'member', path: CLASSIC, open: 'old-build-server', heading: 'old-build-server' },
  'a new secret for a classic token': {
    who: 'member',
    path: CLASSIC,
    open: 'Regenerate old-build-server',
    heading: 'Regenerate old-build-server',
  },
  organizations: { who: 'owner', path: '/settings/organizations', heading: 'Your organizations' },
  'the queue': { who: 'owner', path: QUEUE, heading: 'Pending requests' },
  'one request': { who: 'owner', path: QUEUE, open: 'terraform', heading: 'Request for terraform' },
  'the dialog of a denial': { who: 'owner', path: QUEUE, open: 'terraform', press: 'Deny', heading: 'Deny 1 request?' },
  'a filter': { who: 'owner', path: QUEUE, press: 'Permissions', heading: 'Filter by permission' },
  'active tokens': { who: 'owner', path: ACTIVE, heading: 'Active tokens' },
  'one active token': { who: 'owner', path: ACTIVE, open: 'ci-runner', heading: 'ci-runner' },
  'the policy of fine-grained tokens': { who: 'owner', path: POLICY, heading: 'Personal access token settings' },
  'the policy of classic tokens': {
    who: 'owner',
    path: `${POLICY}?tab=classic`,
    heading: 'Personal access token settings',
  },
  'the policy as members read it': { who: 'member', path: POLICY, heading: 'Personal access token settings' },
  'the policy of an enterprise': {
    who: 'enterprise-owner',
    path: `${ENTERPRISE}/personal-access-tokens`,
    heading: 'Personal access token settings',
  },
  'the audit log of an enterprise': { who: 'enterprise-owner', path: `${ENTERPRISE}/audit-log`, heading: 'Audit log' },
  'the audit log': { who: 'owner', path: '/organizations/acme/settings/audit-log', heading: 'Audit log' },
  'no page': { who: 'owner', path: '/no/such/page', heading: 'Page not found' },
};

async function visit(page: Page, { path, open, press, heading }: Where): Promise<void> {
  await page.goto(path);
  // oxlint-disable-next-line no-await-in-loop -- each stands on the page before
  for (const name of [open ?? []].flat()) await page.getByRole('link', { name, exact: true }).click();
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
