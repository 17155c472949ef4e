import type { Page } from '@playwright/test';
import { expect, POLICY, test } from './fixtures.ts';

const CLASSIC = '/settings/tokens';
const REFUSED = /remote: acme does not allow personal access tokens \(classic\)/;

/** Makes a classic token by the form; resolves with its secret. */
async function makeByForm(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  await page.goto(`${CLASSIC}/new`);
  await page.getByRole('textbox', { name: 'Token name' }).fill(name);
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const scope of scopes) await page.getByRole('checkbox', { name: scope, exact: true }).check();
  await page.getByRole('button', { name: 'Generate token' }).click();
  return secretOf(page, name);
}

const secretOf = (page: Page, name: string) =>
  page
    .getByRole('region', { name: `${name} is ready` })
    .getByRole('code')
    .innerText();

async function remove(page: Page, name: string) {
  await page.goto(CLASSIC);
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'I understand, delete this token' }).click();
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
}

async function chooseAccess(page: Page, choice: string) {
  await page.goto(`${POLICY}?tab=classic`);
  await page.getByRole('radio', { name: choice }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

test('TK-7, PO-4: a classic token made in the browser clones, is refused once acme restricts its kind, and clones again when it is allowed', async ({
  as,
  clone,
}) => {
  const [{ page: member }, { page: owner }] = [await as('member'), await as('owner')];
  const secret = await makeByForm(member, 'everyday', ['repo:status', 'repo']);
  expect(secret).toMatch(/^csp_[0-9A-Za-z]{36}$/);
  const row = member.getByRole('listitem').filter({ has: member.getByRole('link', { name: 'everyday', exact: true }) });
  // What the wider scope implies is not kept beside it.
  await expect(row).toContainText('repo');
  await expect(row).not.toContainText('repo:status');
  await member.reload();
  await expect(row).toBeVisible();
  await expect(member.getByText(secret)).toHaveCount(0);
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });

  await chooseAccess(owner, 'Restrict classic tokens');
  const dialog = owner.getByRole('dialog', { name: 'This blocks 3 active tokens of 2 people' });
  // Whose they are is nobody's business but theirs.
  await expect(dialog).toContainText('3 of these are classic tokens');
  await expect(dialog).not.toContainText('everyday');
  await dialog.getByRole('button', { name: 'Save and block' }).click();
  await expect(owner.getByRole('region', { name: 'Outcome' })).toContainText('Saved.');

  const refused = await clone('acme/payroll', secret);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(REFUSED);
  expect(refused.stderr).toContain('Use a fine-grained personal access token');
  expect((await clone('acme/website', secret)).code).toBe(0);

  await member.reload();
  await expect(row).toContainText('Blocked in 1 organization');
  await member.getByRole('link', { name: 'everyday', exact: true }).click();
  const blocks = member.getByRole('list', { name: 'Where it is blocked' }).getByRole('listitem');
  await expect(blocks).toHaveCount(1);
  await expect(blocks).toContainText('acme does not allow personal access tokens (classic).');
  await expect(blocks.getByRole('link', { name: 'Make a fine-grained token for acme' })).toBeVisible();
  await member.goto(`${CLASSIC}/new`);
  await expect(member.getByText('acme does not accept classic tokens.')).toBeVisible();

  await chooseAccess(owner, 'Allow classic tokens');
  await expect(owner.getByRole('region', { name: 'Outcome' })).toContainText('Saved.');
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });
  await remove(member, 'everyday');
  expect((await clone('acme/payroll', secret)).code).not.toBe(0);
});

test('TK-10: of a regenerated token the old secret is refused and the new one works', async ({ as, clone }) => {
  const { page } = await as('member2');
  const old = await makeByForm(page, 'rotated', ['repo']);
  expect((await clone('acme/payroll', old)).code).toBe(0);

  await page.getByRole('link', { name: 'Regenerate rotated' }).click();
  await expect(page.getByRole('heading', { name: 'Regenerate rotated' })).toBeVisible();
  await page.getByRole('button', { name: 'Regenerate' }).click();
  const secret = await secretOf(page, 'rotated');
  expect(secret).not.toBe(old);
  expect((await clone('acme/payroll', old)).code).not.toBe(0);
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });
  await remove(page, 'rotated');
});

test('TK-10: what was approved stays approved when a fine-grained token is regenerated', async ({ as, ask, clone }) => {
  const owner = await as('owner');
  const old = await ask(owner, { name: 'renewed' });
  const { page } = owner;
  await page.goto('/settings/personal-access-tokens');
  await page.getByRole('link', { name: 'renewed', exact: true }).click();
  await page.getByRole('link', { name: 'Regenerate' }).click();
  await expect(page.getByText('acme lets tokens live for at most 366 days.')).toBeVisible();
  await page.getByRole('button', { name: 'Regenerate' }).click();
  const secret = await secretOf(page, 'renewed');
  expect((await clone('acme/payroll', old)).code).not.toBe(0);
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });
  await page.getByRole('button', { name: 'Delete renewed' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'I understand, delete this token' }).click();
  await expect(page.getByRole('link', { name: 'renewed', exact: true })).toHaveCount(0);
});

test('TK-7: other scopes hold from the next clone on', async ({ as, clone }) => {
  const { page } = await as('member3');
  const secret = await makeByForm(page, 'narrowed', ['repo']);
  expect((await clone('acme/payroll', secret)).code).toBe(0);

  await page.getByRole('link', { name: 'narrowed', exact: true }).click();
  const scope = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await expect(scope('public_repo')).toBeChecked();
  await expect(scope('public_repo')).toBeDisabled();
  await scope('repo').uncheck();
  await expect(scope('public_repo')).not.toBeChecked();
  await scope('public_repo').check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('The changes are saved.').first()).toBeVisible();

  const refused = await clone('acme/payroll', secret);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('remote: This needs the scope repo');
  expect((await clone('acme/website', secret)).code).toBe(0);
  await remove(page, 'narrowed');
});
