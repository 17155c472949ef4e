import type { Page } from '@playwright/test';
import { findings } from './findings.ts';
import { ACTIVE, call, expect, type Person, QUEUE, test } from './fixtures.ts';

const TOKENS = '/settings/personal-access-tokens';
const SUBMITTED = `query { viewer { tokenRequests(first: 50) { nodes { id status token { name } } } } }`;
const APPROVE =
  'mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { failures { code } } }';

type Submitted = { viewer: { tokenRequests: { nodes: { id: string; status: string; token: { name: string } }[] } } };

/** Lets the owner approve what waits of a token, without the browser. */
async function approve(owner: Person, member: Person, name: string) {
  const { viewer } = await call<Submitted>(member, SUBMITTED, {});
  const requestIds = viewer.tokenRequests.nodes
    .filter(({ status, token }) => status === 'PENDING' && token.name === name)
    .map(({ id }) => id);
  expect(requestIds).toHaveLength(1);
  await call(owner, APPROVE, { input: { organization: 'acme', requestIds } });
}

async function openEdit(page: Page, name: string) {
  await page.goto(TOKENS);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('heading', { name: `Edit ${name}` })).toBeVisible();
}

const choose = (page: Page, permission: string, level: string) =>
  page.getByRole('combobox', { name: permission, exact: true }).selectOption(level);

/** Reviews what was chosen in the form: the dialog that says what saving does. */
async function review(page: Page, name: string) {
  await page.getByRole('button', { name: 'Review changes' }).click();
  return page.getByRole('dialog', { name: `Save changes of ${name}?` });
}

async function save(page: Page, name: string) {
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click();
  // Where the form was, the focus stands at what it led to.
  await expect(page.getByRole('heading', { name, exact: true })).toBeFocused();
  await expect(page).toHaveURL(/\/settings\/personal-access-tokens\/\d+$/);
}

/** A permission's line in a comparison, whatever is said beside it. */
const line = (page: Page, title: string) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByText(title, { exact: true }) });

/** What axe finds on a comparison, whose marks no page of the demonstration shows: in light, in dark and on a phone, where nothing may scroll sideways. */
async function findingsOf(page: Page) {
  const found = await findings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await findings(page)));
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 375, height: 812 });
  found.push(...(await findings(page)));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await page.setViewportSize(size);
  return found;
}

test('TK-11: less applies at once, more waits beside what is in force, and git follows each step with the same secret', async ({
  as,
  ask,
  clone,
  push,
}) => {
  // Of the demonstration's people this one may push there.
  const [member, owner] = [await as('member2'), await as('owner')];
  const secret = await ask(member, {
    name: 'edited',
    repositories: ['api'],
    permissions: { contents: 'WRITE', issues: 'READ' },
  });
  await approve(owner, member, 'edited');
  expect(await push('acme/api', secret)).toMatchObject({ code: 0, stderr: '' });

  const { page } = member;
  await openEdit(page, 'edited');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByText('Nothing is changed yet.')).toBeVisible();
  await choose(page, 'Contents', 'Read-only');
  const narrowing = await review(page, 'edited');
  await expect(narrowing.getByRole('region', { name: 'Applies at once' }).getByRole('listitem')).toHaveText([
    'Lowered: Contents: Read and write → Read-only',
  ]);
  await expect(narrowing.getByText('Needs approval')).toHaveCount(0);
  await save(page, 'edited');
  await expect(page.getByText('Waiting for approval')).toHaveCount(0);
  const refused = await push('acme/api', secret);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/remote: .*contents/i);
  expect(await clone('acme/api', secret)).toMatchObject({ code: 0, stderr: '' });

  await openEdit(page, 'edited');
  await choose(page, 'Contents', 'Read and write');
  await choose(page, 'Pull requests', 'Read-only');
  await choose(page, 'Issues', 'No access');
  await page.getByRole('textbox', { name: 'Justification' }).fill('It opens pull requests now');
  const widening = await review(page, 'edited');
  await expect(widening.getByRole('region', { name: 'Applies at once' }).getByRole('listitem')).toHaveText([
    'Dropped: Issues: Read-only',
  ]);
  await expect(widening.getByRole('region', { name: 'Needs approval by owner' }).getByRole('listitem')).toHaveText([
    'Added: Pull requests: Read-only',
    'Raised: Contents: Read-only → Read and write',
  ]);
  await save(page, 'edited');
  await expect(page.getByText('Waiting for approval')).toBeVisible();
  await expect(page.getByText('What was approved earlier works meanwhile.')).toBeVisible();
  const [inForce, asked] = ['In force', 'Asked'].map((name) => page.getByRole('region', { name, exact: true }));
  await expect(inForce!).toContainText('ContentsRead');
  await expect(inForce!).not.toContainText('Pull requests');
  await expect(inForce!).not.toContainText('Issues');
  await expect(asked!).toContainText(/Pull requestsAdded/);
  expect(await findingsOf(page)).toEqual([]);
  expect((await push('acme/api', secret)).code).not.toBe(0);
  expect((await clone('acme/api', secret)).code).toBe(0);

  await owner.page.goto(QUEUE);
  const row = owner.page.getByRole('listitem').filter({ has: owner.page.getByRole('link', { name: 'edited' }) });
  await expect(row).toContainText('Change: +1 permission, 1 raised, and 1 dropped');
  await row.getByRole('link', { name: 'edited' }).click();
  await expect(owner.page.getByText('It opens pull requests now').first()).toBeVisible();
  await expect(line(owner.page, 'Pull requests')).toContainText('Added');
  await expect(line(owner.page, 'Contents')).toContainText(/Raised.*from Read to Read and write/);
  await expect(line(owner.page, 'Metadata')).toContainText('Kept');
  await expect(line(owner.page, 'Issues')).toContainText('Dropped');
  await expect(line(owner.page, 'api')).toContainText('Kept');
  expect(await findingsOf(owner.page)).toEqual([]);
  await owner.page.getByRole('button', { name: 'Approve' }).click();
  await owner.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(owner.page.getByText('Approved by owner').first()).toBeVisible();
  await expect(owner.page.getByRole('list', { name: 'History of this token here' }).getByRole('listitem')).toHaveText([
    /member2 asked for access/,
    /owner approved it/,
    /member2 asked for a change of the access.*It opens pull requests now/,
    /owner approved it.*this request/,
  ]);

  expect(await push('acme/api', secret)).toMatchObject({ code: 0, stderr: '' });
  await page.reload();
  const permissions = page.getByRole('region', { name: 'Permissions', exact: true });
  await expect(permissions).toContainText('Pull requests');
  await expect(permissions).not.toContainText('Issues');
  await expect(page.getByText('Waiting for approval')).toHaveCount(0);
});

test('RQ-12: a second edit while one waits replaces its request; the pages that the owner has open say so', async ({
  as,
  ask,
  clone,
}) => {
  const [member, owner, list] = [await as('member'), await as('owner'), await as('owner')];
  const secret = await ask(member, { name: 'edited-twice' });
  await approve(owner, member, 'edited-twice');

  const { page } = member;
  await openEdit(page, 'edited-twice');
  await choose(page, 'Pull requests', 'Read and write');
  await review(page, 'edited-twice');
  await save(page, 'edited-twice');

  await owner.page.goto(QUEUE);
  await owner.page.getByRole('link', { name: 'edited-twice' }).click();
  await expect(owner.page.getByRole('button', { name: 'Approve' })).toBeVisible();
  await list.page.goto(QUEUE);
  const rows = list.page.getByRole('listitem').filter({ has: list.page.getByRole('link', { name: 'edited-twice' }) });
  await expect(rows).toHaveCount(1);

  await openEdit(page, 'edited-twice');
  await expect(page.getByText(/^A request of this token waits since/)).toBeVisible();
  // The form shows what was asked for.
  await expect(page.getByRole('combobox', { name: 'Pull requests', exact: true })).toHaveValue('write');
  await choose(page, 'Pull requests', 'Read-only');
  const again = await review(page, 'edited-twice');
  await expect(again.getByText(/is cancelled: this edit replaces it$/)).toBeVisible();
  await save(page, 'edited-twice');

  await expect(rows).toContainText('Cancelled');
  await expect(list.page.getByText('1 new request')).toBeVisible();
  await list.page.getByRole('button', { name: 'Refresh' }).click();
  await expect(rows).not.toContainText('Cancelled');
  await expect(rows).toContainText('Change: +1 permission');

  // What the owner has before the eyes was cancelled meanwhile: the page says so, and there is nothing to approve any more.
  await expect(owner.page.getByText('This request was closed while you had it open.')).toBeVisible();
  await expect(owner.page.getByRole('link', { name: 'See the newer request of this token' })).toBeVisible();
  await expect(owner.page.getByText('Cancelled by member')).toBeVisible();
  await expect(owner.page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const story = owner.page.getByRole('list', { name: 'History of this token here' });
  await expect(story).toContainText('Cancelled: an edit of the token replaced it');
  await expect(story).toContainText('member edited the token and asked anew');

  // Denied, the earlier grant stays.
  await list.page.getByRole('link', { name: 'edited-twice' }).click();
  await list.page.getByRole('button', { name: 'Deny' }).click();
  await list.page.getByRole('dialog').getByRole('textbox').fill('Not now');
  await list.page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
  await expect(list.page.getByText('Denied by owner').first()).toBeVisible();
  expect(await clone('acme/payroll', secret)).toMatchObject({ code: 0, stderr: '' });
  await list.page.goto(ACTIVE);
  await list.page.getByRole('link', { name: 'edited-twice' }).click();
  await expect(line(list.page, 'Contents')).toBeVisible();
  await expect(line(list.page, 'Pull requests')).toHaveCount(0);
});
