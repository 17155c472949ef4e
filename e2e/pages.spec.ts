import type { Page } from '@playwright/test';
import { findings } from './findings.ts';
import { ACTIVE, expect, POLICY, QUEUE, test } from './fixtures.ts';

/** `open` are links, one after the other, and `press` a button, that lead to what is meant. */
type Where = { who: string | null; path: string; open?: string | readonly string[]; press?: string; heading: string };

const CLOSED = `${QUEUE}?tab=closed`;
const TOKENS = '/settings/personal-access-tokens';
const CLASSIC = '/settings/tokens';
const ENTERPRISE = '/enterprises/acme-enterprise/settings';
const APPS = '/organizations/acme/settings/apps';
const WEBHOOKS = '/organizations/acme/settings/webhooks';
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
  'the edit of a token': { who: 'member', path: TOKENS, open: ['editor', 'Edit'], heading: 'Edit editor' },
  'a list of classic tokens': { who: 'member', path: CLASSIC, heading: 'Personal access tokens (classic)' },
  'a new classic token': { who: 'member', path: `${CLASSIC}/new`, heading: 'New personal access token (classic)' },
  'one classic token': { who: 'member', path: CLASSIC, open: 'old-build-server', heading: 'old-build-server' },
  'a new secret for a classic token': {
    who: 'member',
    path: CLASSIC,
    open: 'Regenerate old-build-server',
    heading: 'Regenerate old-build-server',
  },
  'e-mail addresses': { who: 'member', path: '/settings/emails', heading: 'E-mails' },
  'a new password': { who: 'member', path: '/settings/password', heading: 'Password' },
  'a new password with all that is wrong': {
    who: 'member',
    path: '/settings/password',
    press: 'Change password',
    heading: 'Password',
  },
  'the choice of mails': {
    who: 'owner',
    path: '/settings/notifications',
    heading: 'Notifications',
  },
  'authorized Apps, of which there are none': {
    who: 'member',
    path: '/settings/applications',
    heading: 'Authorized Apps',
  },
  'a security log': { who: 'owner', path: '/settings/security-log', heading: 'Security log' },
  'half a link to an address': { who: null, path: '/verify-email', heading: 'Verify your e-mail address' },
  'a link to an address that does not work': {
    who: null,
    path: '/verify-email#nothing',
    heading: 'Verify your e-mail address',
  },
  'a forgotten password': { who: null, path: '/password-reset', heading: 'Reset your password' },
  'another password': { who: null, path: '/password-reset#nothing', heading: 'Choose a new password' },
  organizations: { who: 'owner', path: '/settings/organizations', heading: 'Your organizations' },
  'the queue': { who: 'owner', path: QUEUE, heading: 'Pending requests' },
  'one request': { who: 'owner', path: QUEUE, open: 'terraform', heading: 'Request for terraform' },
  'the dialog of a denial': { who: 'owner', path: QUEUE, open: 'terraform', press: 'Deny', heading: 'Deny 1 request?' },
  'a filter': { who: 'owner', path: QUEUE, press: 'Permissions', heading: 'Filter by permission' },
  'closed requests': { who: 'owner', path: CLOSED, heading: 'Closed requests' },
  'no closed request': { who: 'owner', path: `${CLOSED}&q=no-such-token&from=2026-01-01`, heading: 'Closed requests' },
  'a filter of closed requests': { who: 'owner', path: CLOSED, press: 'Decided by', heading: 'Filter by who decided' },
  'a closed request and its story': {
    who: 'owner',
    path: CLOSED,
    open: 'old-laptop',
    heading: 'Request for old-laptop',
  },
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
  'the Apps of an organization': { who: 'owner', path: APPS, heading: 'Installed Apps' },
  'the dialog that uninstalls an App': {
    who: 'owner',
    path: APPS,
    press: 'Uninstall Review bot',
    heading: 'Uninstall Review bot?',
  },
  'the repositories of an App': {
    who: 'owner',
    path: APPS,
    press: 'Change repositories of Review bot',
    heading: 'Apps',
  },
  'a new App': { who: 'owner', path: `${APPS}/new`, heading: 'New App' },
  'one App': { who: 'owner', path: APPS, open: 'Review bot', heading: 'Review bot' },
  'the permissions of an App': {
    who: 'owner',
    path: `${APPS}/review-bot`,
    press: 'Change permissions',
    heading: 'Permissions',
  },
  'a new private key': {
    who: 'owner',
    path: `${APPS}/review-bot`,
    press: 'Generate a private key',
    heading: 'The private key is ready',
  },
  'an App to install': { who: 'owner', path: '/apps/review-bot', heading: 'Install Review bot' },
  'an App that one cannot install': { who: 'member', path: '/apps/review-bot', heading: 'Install Review bot' },
  'Apps as members are refused them': { who: 'member', path: APPS, heading: 'You may not see this' },
  'no webhook': { who: 'owner', path: WEBHOOKS, heading: 'Webhooks' },
  'a new webhook': { who: 'owner', path: `${WEBHOOKS}/new`, heading: 'New webhook' },
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
