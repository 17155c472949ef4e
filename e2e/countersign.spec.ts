import { ACTIVE, expect, QUEUE, test } from './fixtures.ts';

test('a token waits, is countersigned, works, and is taken back: at every step git says so', async ({
  page: member,
  as,
  clone,
  server,
}) => {
  // The member signs in and makes a token, by the form alone.
  await member.goto('/settings/personal-access-tokens/new?name=payroll-report&target_name=acme&contents=read');
  await member.getByLabel('Username').fill('member');
  await member.getByLabel('Password').fill(server.password);
  await member.getByRole('button', { name: 'Sign in' }).click();
  await expect(member.getByRole('textbox', { name: 'Token name' })).toHaveValue('payroll-report');
  await member.getByRole('textbox', { name: 'Justification' }).fill('The report of the month');
  await member.getByRole('radio', { name: 'Only select repositories' }).check();
  await member.getByRole('button', { name: 'Select repositories' }).click();
  // By keyboard: a click may miss while the panel still finds its place.
  const search = member.getByRole('combobox', { name: 'Search repositories' });
  const found = member.getByRole('listbox', { name: 'Select repositories' }).getByRole('option');
  await search.fill('payroll');
  await expect(found).toHaveText(['payroll']);
  await search.press('ArrowDown');
  await search.press('Enter');
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await member.keyboard.press('Escape');
  await expect(member.getByRole('list', { name: 'Selected repositories' })).toContainText('payroll');
  await expect(member.getByRole('combobox', { name: 'Contents' })).toHaveValue('read');
  await member.getByRole('button', { name: 'Generate token' }).click();
  await member.getByRole('dialog').getByRole('button', { name: 'Generate token' }).click();

  const secret = await member.getByRole('region', { name: 'payroll-report is ready' }).getByRole('code').innerText();
  expect(secret).toMatch(/^csf_[0-9A-Za-z]{36}$/);
  await expect(member.getByText('Pending approval').first()).toBeVisible();

  // While it waits it reads what is public, and git tells why not more.
  expect((await clone('acme/website', secret)).code).toBe(0);
  const early = await clone('acme/payroll', secret);
  expect(early.code).not.toBe(0);
  expect(early.stderr).toContain('remote: The token is waiting for approval by an owner of acme.');

  const { page: owner } = await as('owner');
  await owner.goto(QUEUE);
  await owner.getByRole('link', { name: 'payroll-report' }).click();
  await expect(owner.getByText('The report of the month')).toBeVisible();
  await owner.getByRole('button', { name: 'Approve' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(owner.getByText('Approved by owner')).toBeVisible();
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });

  await owner.goto(ACTIVE);
  await owner.getByRole('link', { name: 'payroll-report' }).click();
  await owner.getByRole('button', { name: 'Revoke' }).click();
  await owner.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(owner.getByRole('region', { name: 'Outcome' })).toContainText('Access of 1 token revoked.');
  const late = await clone('acme/payroll', secret);
  expect(late.code).not.toBe(0);
  expect(late.stderr).toMatch(/remote: .*acme/);
  expect((await clone('acme/website', secret)).code).toBe(0);

  // The secret is seen once: the page does not have it any more.
  await member.reload();
  await expect(member.getByRole('heading', { name: 'Fine-grained personal access tokens' })).toBeVisible();
  await expect(member.getByText(secret)).toHaveCount(0);
});

test('nobody clones what is private without a token, and everybody what is public', async ({ clone }) => {
  expect((await clone('acme/website')).code).toBe(0);
  const refused = await clone('acme/payroll');
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/could not read Username|Authentication failed|terminal prompts disabled/);
});
