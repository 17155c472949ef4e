import type { Page } from '@playwright/test';
import { call, expect, type Person, POLICY, tabTo, test } from './fixtures.ts';

// A server of its own: organizations made here have to opt in.
test.use({ settings: { OPT_IN_DEFAULT: 'disabled' } });

const ORGANIZATION =
  'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { organization { id } } }';
const MEMBER =
  'mutation ($input: AddOrganizationMemberInput!) { addOrganizationMember(input: $input) { member { id } } }';
const OPT_IN =
  'mutation ($input: OptInToFineGrainedTokensInput!) { optInToFineGrainedTokens(input: $input) { organization { id } } }';

const policyOf = (organization: string) => `/organizations/${organization}/settings/personal-access-tokens`;
const ENTERPRISE = '/enterprises/acme-enterprise/settings/personal-access-tokens';

async function makeOrganization(owner: Person, login: string, others: Record<string, 'OWNER' | 'MEMBER'>) {
  await call(owner, ORGANIZATION, { input: { login } });
  for (const [other, role] of Object.entries(others))
    // oxlint-disable-next-line no-await-in-loop -- in their order
    await call(owner, MEMBER, { input: { organization: login, login: other, role } });
}

const lifetimeOn = (page: Page) => page.getByRole('combobox', { name: 'Longest lifetime of fine-grained tokens' });

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

const isSaved = (page: Page) => expect(page.getByRole('region', { name: 'Outcome' })).toContainText('Saved.');

test('PO-3: an organization opts in by three questions, with the keyboard alone, and then a token can be made for it', async ({
  as,
}) => {
  const [owner, member] = [await as('owner'), await as('member')];
  await makeOrganization(owner, 'initech', { member: 'MEMBER' });
  const { page } = owner;

  await member.page.goto(policyOf('initech'));
  await expect(member.page.getByText('initech has not opted in to fine-grained tokens')).toBeVisible();
  await member.page.goto('/settings/personal-access-tokens/new?target_name=initech');
  await expect(member.page.getByText('Cannot find the specified resource owner: initech')).toBeVisible();

  await page.goto(policyOf('initech'));
  const step = page.getByRole('heading', { level: 2 });
  const press = async (name: string) => {
    await tabTo(page, page.getByRole('button', { name, exact: true }));
    await page.keyboard.press('Enter');
  };
  await expect(step).toHaveText('Step 1 of 3: May fine-grained tokens access this organization?');
  await expect(page.getByRole('radio', { name: 'Allow fine-grained tokens' })).toBeChecked();
  await press('Continue');
  await expect(step).toHaveText('Step 2 of 3: Does an owner approve each token first?');
  await expect(step).toBeFocused();
  await tabTo(page, page.getByRole('radio', { name: 'Require approval by an owner' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Do not require approval' })).toBeChecked();
  await press('Continue');
  await expect(step).toHaveText('Step 3 of 3: May classic tokens access it too?');
  await tabTo(page, page.getByRole('radio', { name: 'Allow classic tokens' }));
  await page.keyboard.press('ArrowDown');
  await press('Continue');
  await expect(step).toHaveText('Summary');
  // Classic tokens that its people have would be shut out.
  await expect(page.getByRole('heading', { name: 'This blocks 2 active tokens of 2 people' })).toBeVisible();
  await press('Opt in');
  await expect(page.getByRole('region', { name: 'Outcome' })).toContainText('initech has opted in');
  await expect(page.getByRole('radio', { name: 'Do not require approval' })).toBeChecked();
  await page.getByRole('link', { name: 'Tokens (classic)' }).click();
  await expect(page.getByRole('radio', { name: 'Restrict classic tokens' })).toBeChecked();

  // What was chosen holds in the member's form.
  await member.page.goto('/settings/personal-access-tokens/new?target_name=initech&name=stapler');
  await expect(member.page.getByText('Will be approved at once.')).toBeVisible();
  await member.page.getByRole('button', { name: 'Generate token' }).click();
  await member.page.getByRole('dialog').getByRole('button', { name: 'Generate token' }).click();
  await expect(member.page.getByRole('region', { name: 'stapler is ready' })).toBeVisible();
  const made = member.page.getByRole('listitem').filter({ hasText: 'stapler' });
  await expect(made.getByText('Active', { exact: true })).toBeVisible();
});

test('PO-5, PO-7: a shorter lifetime shows whom it blocks, blocks at the next clone, and lets through again when it is lengthened', async ({
  as,
  ask,
  clone,
}) => {
  const owner = await as('owner');
  const secret = await ask(owner, { name: 'quarterly', days: 90 });
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });

  const { page } = owner;
  await page.goto(POLICY);
  await lifetimeOn(page).selectOption('30 days');
  await save(page);
  const dialog = page.getByRole('dialog');
  const blocked = dialog.getByRole('list', { name: 'Blocked fine-grained tokens' }).getByRole('listitem');
  await expect(dialog).toHaveAccessibleName('This blocks 7 active tokens of 4 people');
  await expect(blocked).toHaveCount(7);
  await expect(blocked.filter({ hasText: 'quarterly' })).toContainText(/owner.*lives longer than allowed/);
  await expect(blocked.filter({ hasText: 'ci-runner' })).toContainText('member2');
  await expect(blocked.filter({ hasText: 'license-scan' })).toHaveCount(0);

  // Until it is confirmed nothing is changed.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await clone('acme/payroll', secret)).code).toBe(0);
  await save(page);
  await dialog.getByRole('button', { name: 'Save and block' }).click();
  await isSaved(page);

  const refused = await clone('acme/payroll', secret);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('403');
  expect(refused.stderr).toMatch(/remote: acme does not allow .* longer than 30 days/);
  expect(refused.stderr).toMatch(/\/settings\/personal-access-tokens\/\d+/);
  expect((await clone('acme/website', secret)).code).toBe(0);

  await page.goto('/settings/personal-access-tokens');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'quarterly', exact: true }) });
  await expect(row).toContainText('Lives too long');

  await page.goto(POLICY);
  await expect(lifetimeOn(page)).toHaveValue('30');
  await lifetimeOn(page).selectOption('366 days');
  await save(page);
  // What blocks nobody is saved without a question.
  await isSaved(page);
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });

  await page.goto('/settings/personal-access-tokens');
  await row.getByRole('button', { name: 'Delete quarterly' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'I understand, delete this token' }).click();
  await expect(row).toHaveCount(0);
});

test('PO-2: what the enterprise fixes is locked for the organization, which reads by whom', async ({ as }) => {
  const [{ page: above }, { page: owner }] = [await as('enterprise-owner'), await as('owner')];
  await above.goto('/settings/organizations');
  await above.getByRole('link', { name: 'Settings of acme-enterprise' }).click();
  await expect(above).toHaveURL(ENTERPRISE);
  const access = above.getByRole('group', { name: 'Access of classic tokens' });
  await access.getByRole('radio', { name: 'Restrict classic tokens in all organizations' }).check();
  await save(above);
  const dialog = above.getByRole('dialog', { name: 'This blocks 2 active tokens of 2 people' });
  await expect(dialog).toContainText('2 of these are classic tokens');
  await dialog.getByRole('button', { name: 'Save and block' }).click();
  await isSaved(above);

  await owner.goto(`${POLICY}?tab=classic`);
  const locked = owner.getByRole('group', { name: 'Access of classic tokens' });
  await expect(locked).toContainText('Set by the enterprise Acme Enterprise. Organizations cannot change it.');
  await expect(locked.getByRole('radio', { name: 'Restrict classic tokens' })).toBeChecked();
  await expect(locked.getByRole('radio', { name: 'Restrict classic tokens' })).toBeDisabled();
  await expect(locked.getByRole('radio', { name: 'Allow classic tokens' })).toBeDisabled();

  await access.getByRole('radio', { name: 'Let organizations decide' }).check();
  await save(above);
  await isSaved(above);
  await owner.reload();
  await expect(locked.getByRole('radio', { name: 'Allow classic tokens' })).toBeChecked();
  await expect(locked.getByRole('radio', { name: 'Allow classic tokens' })).toBeEnabled();
  await expect(locked).not.toContainText('Acme Enterprise');

  await above.getByRole('link', { name: 'Audit log' }).click();
  const entry = above.getByRole('listitem').filter({ hasText: 'access_restriction_enabled' }).first();
  await entry.getByText('Details').click();
  await expect(entry).toContainText(/enterprise-owner.*fromNO_POLICYtoDISABLED/);
});

test('of two owners who save at once the later one is told what changed, and nothing is lost', async ({ as }) => {
  const [first, second] = [await as('owner'), await as('member2')];
  await makeOrganization(first, 'hooli', { member2: 'OWNER' });
  await call(first, OPT_IN, { input: { organization: 'hooli' } });
  await Promise.all([first, second].map(({ page }) => page.goto(policyOf('hooli'))));

  await lifetimeOn(second.page).selectOption('60 days');
  await second.page.getByRole('radio', { name: 'Do not require approval' }).check();
  await lifetimeOn(first.page).selectOption('90 days');
  await save(first.page);
  await isSaved(first.page);

  await save(second.page);
  const changes = second.page.getByRole('list', { name: 'What changed meanwhile' });
  await expect(changes.getByRole('listitem')).toHaveCount(1);
  await expect(changes).toContainText('Longest lifetime of fine-grained tokens: 366 days → 90 days, by owner');
  await expect(changes).toContainText('Saving replaces it with your choice.');
  await expect(lifetimeOn(second.page)).toHaveValue('60');
  await first.page.reload();
  await expect(lifetimeOn(first.page)).toHaveValue('90');

  await save(second.page);
  await isSaved(second.page);
  await first.page.reload();
  await expect(lifetimeOn(first.page)).toHaveValue('60');
  await expect(first.page.getByRole('radio', { name: 'Do not require approval' })).toBeChecked();

  // PO-8: the log has each change, with what was before.
  await first.page.getByRole('link', { name: 'Audit log' }).click();
  const entries = first.page.getByRole('listitem').filter({ hasText: 'expiration_limit_set' });
  await expect(entries).toHaveCount(2);
  await entries.first().getByText('Details').click();
  await expect(entries.first()).toContainText(/member2.*from90to60/);
  await entries.last().getByText('Details').click();
  await expect(entries.last()).toContainText(/owner.*from366to90/);
});
