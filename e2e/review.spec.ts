import type { Page } from '@playwright/test';
import { expect, QUEUE, tabTo, test } from './fixtures.ts';

const rowsOf = (page: Page) => page.getByRole('list', { name: 'Pending token requests' }).getByRole('listitem');

test('an owner approves everything that a search finds, and nothing else', async ({ as, ask, clone }) => {
  const member = await as('member2');
  const secrets = await Promise.all(
    ['harvest-north', 'harvest-south', 'harvest-east'].map((name) => ask(member, { name, reason: 'Harvest time' })),
  );
  const other = await ask(member, { name: 'sowing' });

  const { page } = await as('owner');
  await page.goto(QUEUE);
  await page.getByRole('searchbox', { name: 'Search by token, person or reason' }).fill('harvest');
  await expect(rowsOf(page)).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: '3 requests selected…' }).click();
  await page.getByRole('menuitem', { name: 'Approve…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('region', { name: 'Outcome' })).toContainText('3 requests approved.');

  expect((await Promise.all(secrets.map((secret) => clone('acme/payroll', secret)))).map(({ code }) => code)).toEqual([
    0, 0, 0,
  ]);
  expect((await clone('acme/payroll', other)).stderr).toContain('waiting for approval');
});

test('a denial reaches the creator by mail, with its reason', async ({ as, ask, server }) => {
  await ask(await as('member3'), { name: 'greedy', permissions: { contents: 'WRITE', secrets: 'WRITE' } });

  const { page } = await as('owner');
  await page.goto(QUEUE);
  await page.getByRole('link', { name: 'greedy' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill('Reading is enough for that <script>');
  await dialog.getByRole('button', { name: 'Deny' }).click();
  await expect(page.getByText('Denied by owner')).toBeVisible();

  await expect.poll(() => server.mail.to('member3', 'Reading is enough').length).toBe(1);
  const [mail] = server.mail.to('member3', 'Reading is enough');
  expect(mail!.subject).toBe('[acme] Your token "greedy" was denied');
  expect(mail!.text).toContain('Reading is enough for that <script>');
  expect(mail!.html).toContain('Reading is enough for that &lt;script&gt;');
  expect(mail!.text).toContain(`${server.url}/settings/personal-access-tokens/`);
});

test('everything in the queue is done with the keyboard alone', async ({ as, ask, clone }) => {
  const secret = await ask(await as('member2'), { name: 'by-keyboard' });

  const { page } = await as('owner');
  await page.goto(QUEUE);
  await expect(page.getByRole('link', { name: 'by-keyboard' })).toBeVisible();
  const search = page.getByRole('searchbox');
  await tabTo(page, search);
  await page.keyboard.type('by-keyboard');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page)).toHaveCount(1);
  await tabTo(page, page.getByRole('checkbox', { name: 'Select by-keyboard' }));
  await page.keyboard.press('Space');
  // The menu stands before the rows: once around.
  await tabTo(page, page.getByRole('button', { name: '1 request selected…' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Approve…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reason (optional)' })).toBeFocused();
  await page.keyboard.type('By hand');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Approve' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Outcome' })).toContainText('1 request approved.');
  await expect(page.getByRole('region', { name: 'Outcome' })).toBeFocused();

  expect((await clone('acme/payroll', secret)).code).toBe(0);
});
