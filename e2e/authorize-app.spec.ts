import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { findings } from './findings.ts';
import { test as base, call, expect, type Person, tabTo } from './fixtures.ts';

const APPS = '/organizations/acme/settings/apps';
const INSTALL = `mutation ($input: InstallAppInput!) { installApp(input: $input) { installation { id } } }`;
const APP = `query ($slug: String!) { app(slug: $slug) { clientId permissions { repository { key level } } } }`;

/** An App on this computer that waits for people to come back. */
type Program = {
  /** Its page, with the link that it sends people off by. */
  home: string;
  callback: string;
  /** Where that link leads; set before somebody opens the page. */
  link: string;
};
type Tokens = { access_token: string; token_type: string; expires_in: number; refresh_token: string };

const test = base.extend<{ program: Program }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
  program: async ({}, use) => {
    const program = { link: '' } as Program;
    const listener = createServer((_, response) => {
      const page = `<!doctype html><title>The App</title><a href="${program.link.replaceAll('&', '&amp;')}">Sign in with Countersign</a>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    program.home = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    program.callback = `${program.home}/callback`;
    await use(program);
    listener.closeAllConnections();
    listener.close();
  },
});

const verifier = randomBytes(32).toString('base64url');

/** Where the App sends people, with the challenge that its verifier answers. */
const addressFor = (url: string, clientId: string, redirectUri: string, state: string) =>
  `${url}/login/oauth/authorize?${new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

/** What the browser brought back to the App. */
async function broughtBack(page: Page, { callback }: Program): Promise<Record<string, string>> {
  await page.waitForURL((url) => url.href.startsWith(callback));
  return Object.fromEntries(new URL(page.url()).searchParams);
}

async function exchange(url: string, clientId: string, code: string, redirectUri: string) {
  const answer = await fetch(`${url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Tokens };
}

async function get(url: string, path: string, token: string) {
  const answer = await fetch(`${url}/api/v3${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: (await answer.json()) as { login?: string } };
}

/** Makes an App by its form, public client as it is; returns its client id. */
async function makeApp({ page }: Person, name: string, redirectUri: string): Promise<string> {
  await page.goto(`${APPS}/new`);
  await page.getByRole('textbox', { name: 'App name' }).fill(name);
  await page.getByRole('button', { name: /Repository permissions/ }).click();
  await page.getByRole('combobox', { name: 'Contents', exact: true }).selectOption('Read-only');
  const addresses = page.getByRole('textbox', { name: 'Redirect URIs' });
  await addresses.fill('http://app.example/callback');
  await page.getByRole('button', { name: 'Create App' }).click();
  // Without https the code could be read on the way.
  await expect(addresses).toBeFocused();
  await expect(addresses).toHaveAttribute('aria-invalid', 'true');
  await addresses.fill(redirectUri);
  await page.getByRole('button', { name: 'Create App' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const form = page.getByRole('form', { name: 'Acting for people' });
  await expect(form.getByRole('textbox', { name: 'Redirect URIs' })).toHaveValue(redirectUri);
  await expect(form.getByRole('checkbox', { name: 'User tokens expire after 8 hours' })).toBeChecked();
  const address = await page.getByText('/login/oauth/authorize?client_id=').textContent();
  return new URL(address!).searchParams.get('client_id')!;
}

async function install(owner: Person, app: string, repositories: string[]): Promise<void> {
  const { app: found } = await call<{ app: { permissions: { repository: object[] } } }>(owner, APP, { slug: app });
  const permissions = found.permissions.repository;
  const input = { app, organization: 'acme', permissions, repositorySelection: 'SUBSET', repositories };
  await call(owner, INSTALL, { input });
}

/** What axe finds, and whether the page scrolls sideways on a phone. */
async function isGood(page: Page): Promise<void> {
  expect.soft(await findings(page), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect.soft(await findings(page), 'dark').toEqual([]);
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 375, height: 812 });
  expect.soft(await findings(page), 'narrow').toEqual([]);
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light' });
}

test('AP-7, EX-6: a person signs in, lets an App act for them and comes back to it; it reads for them what it was given, until they revoke it', async ({
  as,
  program,
  server,
}) => {
  const owner = await as('owner');
  const clientId = await makeApp(owner, 'Reading App', 'http://127.0.0.1/callback');
  await install(owner, 'reading-app', ['payroll']);
  const state = 'a state & more';
  program.link = addressFor(server.url, clientId, program.callback, state);

  const { page } = await as(null);
  await page.goto(program.home);
  await page.getByRole('link', { name: 'Sign in with Countersign' }).click();
  await page.getByLabel('Username').fill('member');
  await page.getByLabel('Password').fill(server.password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Authorize Reading App' })).toBeVisible();
  await expect(page.getByText('Reading App, an App of acme, asks to act for you, member.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Contents' })).toContainText('Read');
  await expect(page.getByRole('list', { name: 'Where it could do it' }).getByRole('listitem')).toHaveText(/^acme/);
  await expect(page.getByText(`Either way you go back to ${new URL(program.home).host}`)).toBeVisible();
  await isGood(page);
  await page.getByRole('button', { name: 'Authorize' }).click();

  const first = await broughtBack(page, program);
  expect(first).toEqual({ code: expect.stringMatching(/.{20}/), state });
  const { status, body } = await exchange(server.url, clientId, first['code']!, program.callback);
  expect({ status, type: body.token_type, lives: body.expires_in }).toEqual({
    status: 200,
    type: 'bearer',
    lives: 28_800,
  });
  const token = body.access_token;
  expect(await get(server.url, '/user', token)).toMatchObject({ status: 200, body: { login: 'member' } });
  expect((await get(server.url, '/repos/acme/payroll', token)).status).toBe(200);
  expect((await get(server.url, '/repos/acme/api', token)).status).toBe(404);

  // Whoever said yes once is not asked again, and whoever goes back does not run into the same page.
  await page.goto(program.home);
  await page.getByRole('link', { name: 'Sign in with Countersign' }).click();
  const second = await broughtBack(page, program);
  expect(second['state']).toBe(state);
  expect(second['code']).not.toBe(first['code']);
  await page.goBack();
  expect(page.url()).toBe(`${program.home}/`);

  await page.goto(`${server.url}/settings/applications`);
  const row = page.getByRole('list', { name: 'Authorized Apps' }).getByRole('listitem');
  await expect(row).toContainText('Reading App');
  await expect(row).toContainText('an App of acme');
  await isGood(page);
  await page.getByRole('button', { name: 'Revoke Reading App' }).click();
  await isGood(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Reading App can no longer act for you.')).toBeVisible();
  await expect(page.getByText('You have not authorized any App')).toBeVisible();
  expect((await get(server.url, '/user', token)).status).toBe(401);
  expect((await exchange(server.url, clientId, second['code']!, program.callback)).status).toBe(400);

  await page.goto(program.link);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await broughtBack(page, program)).toMatchObject({ error: 'access_denied', state });
  await page.goto(`${server.url}/settings/applications`);
  await expect(page.getByText('You have not authorized any App')).toBeVisible();
});

test('AP-7: from an address that names no App, or a place that is not its own, the browser goes nowhere; what is asked wrongly the App is told', async ({
  as,
  program,
  server,
}) => {
  const owner = await as('owner');
  const clientId = await makeApp(owner, 'Strict App', 'http://127.0.0.1/callback');
  const { page } = await as('member');

  await page.goto(addressFor(server.url, 'nobody', program.callback, 's'));
  await expect(page.getByRole('heading', { name: 'There is no such App' })).toBeVisible();
  await page.goto(addressFor(server.url, clientId, `${program.home}/elsewhere`, 's'));
  await expect(page.getByRole('heading', { name: 'The App cannot be authorized' })).toBeVisible();
  await isGood(page);

  // A public client that sends no challenge.
  const bare = new URLSearchParams({
    client_id: clientId,
    redirect_uri: program.callback,
    response_type: 'code',
    state: 's',
  });
  await page.goto(`${server.url}/login/oauth/authorize?${bare}`);
  expect(await broughtBack(page, program)).toMatchObject({ error: 'invalid_request', state: 's' });
});

test('AP-7, SN-3: by the keyboard alone, and with the password once more, an App that is installed nowhere is authorized for what is public', async ({
  as,
  program,
  server,
}) => {
  const clientId = await makeApp(await as('owner'), 'Homeless App', 'http://127.0.0.1/callback');
  const { page } = await as('member');
  // As if the password had been given long ago.
  const stale = {
    errors: [{ message: 'Confirm your password.', extensions: { code: 'FORBIDDEN', reauthenticate: true } }],
  };
  let refusals = 0;
  await page.route('**/api/graphql', (route) =>
    (route.request().postDataJSON() as { operationName: string }).operationName === 'AuthorizeApplication' &&
    refusals++ === 0
      ? route.fulfill({ json: stale })
      : route.continue(),
  );
  await page.goto(addressFor(server.url, clientId, program.callback, 's'));
  await expect(page.getByText('It is installed in none of your organizations')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Authorize' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Password')).toBeFocused();
  await page.keyboard.type(server.password);
  await page.keyboard.press('Enter');
  const { code } = await broughtBack(page, program);
  const { body } = await exchange(server.url, clientId, code!, program.callback);
  expect((await get(server.url, '/user', body.access_token)).status).toBe(200);
  expect((await get(server.url, '/repos/acme/payroll', body.access_token)).status).toBe(404);
});
