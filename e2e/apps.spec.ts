import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { call, expect, type Person, test } from './fixtures.ts';

const APPS = '/organizations/acme/settings/apps';
const UPDATE = `mutation ($input: UpdateAppInput!) { updateApp(input: $input) { app { id } } }`;
const APP = `query ($slug: String!) { app(slug: $slug) { id } }`;

/** What a program knows of the App that it is. */
type Program = { url: string; id: string; key: string };
type Answer = { status: number; body: unknown };

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed by the App's key: with it the App asks for tokens. */
function signIn({ id, key }: Program): string {
  const now = Math.floor(Date.now() / 1_000);
  const signed = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url({ iss: id, iat: now - 60, exp: now + 300 })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

async function ask({ url }: Program, path: string, secret: string, method = 'GET'): Promise<Answer> {
  const answer = await fetch(`${url}/api/v3${path}`, { method, headers: { authorization: `Bearer ${secret}` } });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}

/** The token of the App's one installation; null where none is given. */
async function installationToken(program: Program): Promise<string | null> {
  const { body } = await ask(program, '/app/installations', signIn(program));
  const [installation] = body as { id: number }[];
  if (!installation) return null;
  const made = await ask(program, `/app/installations/${installation.id}/access_tokens`, signIn(program), 'POST');
  return made.status === 201 ? (made.body as { token: string }).token : null;
}

const reads = async (program: Program, token: string, repository: string) =>
  (await ask(program, `/repos/acme/${repository}`, token)).status;

/** Makes an App by its form, with the right to read contents, and its key by the button. */
async function makeApp({ page }: Person, name: string, url: string): Promise<Program> {
  await page.goto(APPS);
  await page.getByRole('link', { name: 'New App' }).click();
  await page.getByRole('textbox', { name: 'App name' }).fill(name);
  await page.getByRole('button', { name: /Repository permissions/ }).click();
  await page.getByRole('combobox', { name: 'Contents', exact: true }).selectOption('Read-only');
  await page.getByRole('button', { name: 'Create App' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('button', { name: 'Generate a private key' }).click();
  const box = page.getByRole('region', { name: 'The private key is ready' });
  await expect(box).toBeFocused();
  const download = page.waitForEvent('download');
  await box.getByRole('button', { name: 'Download .pem' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.private-key\.pem$/);
  const key = await readFile(await file.path(), 'utf8');
  const id = await page.getByRole('definition').first().textContent();
  // Shown once: whoever opens the page again sees its fingerprint alone.
  await page.reload();
  await expect(page.getByRole('list', { name: 'Private keys' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByText('BEGIN PRIVATE KEY')).toHaveCount(0);
  return { url, id: id!, key };
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Installed Apps' }).getByRole('listitem').filter({ hasText: name });

/** By the keyboard: a list that still finds its place as it opens would be missed by the mouse. */
async function choose(page: Page, repository: string) {
  await page.getByRole('button', { name: 'Select repositories' }).click();
  await expect(page.getByRole('combobox', { name: 'Search repositories' })).toBeFocused();
  await page.keyboard.type(repository);
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(options).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
}

test('AP-1: an owner makes an App, installs it on one repository, and a program with its key reads that and no other; narrowed, suspended and uninstalled, it does no more', async ({
  as,
  clone,
  server,
}) => {
  const owner = await as('owner');
  const { page } = owner;
  const program = await makeApp(owner, 'Deploy bot', server.url);
  expect(await installationToken(program)).toBeNull();

  await page.getByRole('link', { name: 'Install on acme' }).click();
  await expect(page.getByText('An App of acme.')).toBeVisible();
  await page.getByRole('radio', { name: 'Only select repositories' }).check();
  await choose(page, 'payroll');
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  const row = rowOf(page, 'Deploy bot');
  await expect(row).toContainText('payroll');

  const token = (await installationToken(program))!;
  expect(await reads(program, token, 'payroll')).toBe(200);
  expect(await reads(program, token, 'api')).toBe(404);
  expect((await clone('acme/payroll', token)).code).toBe(0);
  expect((await clone('acme/api', token)).code).not.toBe(0);

  // Other repositories hold for the token that is there already.
  await row.getByRole('button', { name: 'Change repositories of Deploy bot' }).click();
  await row.getByRole('button', { name: 'Remove payroll' }).click();
  await choose(page, 'api');
  await row.getByRole('button', { name: 'Save repositories' }).click();
  await expect(row.getByRole('button', { name: 'Save repositories' })).toHaveCount(0);
  await expect(row).not.toContainText('payroll');
  expect(await reads(program, token, 'payroll')).toBe(404);
  expect(await reads(program, token, 'api')).toBe(200);

  await row.getByRole('button', { name: 'Suspend Deploy bot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expect(row).toContainText('Suspended');
  expect(await reads(program, token, 'api')).not.toBe(200);
  expect(await installationToken(program)).toBeNull();
  await row.getByRole('button', { name: 'Unsuspend Deploy bot' }).click();
  await expect(row).not.toContainText('Suspended');
  const again = (await installationToken(program))!;
  expect(await reads(program, again, 'api')).toBe(200);

  await row.getByRole('button', { name: 'Uninstall Deploy bot' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Uninstall' }).click();
  await expect(page.getByText('Deploy bot was uninstalled.')).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await reads(program, again, 'api')).toBe(401);
  expect(await installationToken(program)).toBeNull();
});

test('AP-1: what an App asks for later waits until an owner has seen and accepted it', async ({ as, server }) => {
  const owner = await as('owner');
  const { page } = owner;
  const program = await makeApp(owner, 'Growing bot', server.url);
  await page.getByRole('link', { name: 'Install on acme' }).click();
  await page.getByRole('button', { name: 'Install', exact: true }).click();
  const row = rowOf(page, 'Growing bot');
  await expect(row).toContainText('All repositories');

  await page.getByRole('link', { name: 'Growing bot' }).click();
  await page.getByRole('button', { name: 'Change permissions' }).click();
  await page.getByRole('combobox', { name: 'Contents', exact: true }).selectOption('Read and write');
  await page.getByRole('button', { name: 'Organization permissions' }).click();
  await page.getByRole('combobox', { name: 'Members', exact: true }).selectOption('Read-only');
  await expect(page.getByText('Contents: Read-only → Read and write')).toBeVisible();
  await page.getByRole('button', { name: 'Save permissions' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  const held = async () => {
    const { body } = await ask(program, '/app/installations', signIn(program));
    return (body as { permissions: object }[])[0]!.permissions;
  };
  expect(await held()).toEqual({ contents: 'read', metadata: 'read' });

  await page.goto(APPS);
  await row.getByRole('button', { name: 'Review what Growing bot asks for' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Contents' })).toContainText('Raised');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Members' })).toContainText('Added');

  // It asks for something else while the owner still looks: nobody agrees to what they did not see.
  const { app } = await call<{ app: { id: string } }>(owner, APP, { slug: 'growing-bot' });
  const permissions = [{ key: 'contents', level: 'WRITE' }];
  await call(owner, UPDATE, { input: { appId: app.id, permissions } });
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await expect(dialog.getByText('Look at it again')).toBeVisible();
  expect(await held()).toEqual({ contents: 'read', metadata: 'read' });

  await page.reload();
  await row.getByRole('button', { name: 'Review what Growing bot asks for' }).click();
  await dialog.getByRole('button', { name: 'Accept' }).click();
  await expect(row).not.toContainText('It asks for more');
  expect(await held()).toEqual({ contents: 'write', metadata: 'read' });
});

test('AP-5: members see neither Apps nor the way to make one', async ({ as }) => {
  const { page } = await as('member');
  await page.goto(APPS);
  await expect(page.getByRole('heading', { name: 'You may not see this' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Apps' })).toHaveCount(0);
  await page.goto(`${APPS}/new`);
  await expect(page.getByRole('heading', { name: 'You may not see this' })).toBeVisible();
  await page.goto(`${APPS}/review-bot`);
  await expect(page.getByRole('textbox')).toHaveCount(0);
});
