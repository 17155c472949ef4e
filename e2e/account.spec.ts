import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Server } from './server.ts';

/** The link in the newest of the mails to an address; waits until there is one more than were known. */
async function mailedLink({ mail }: Server, address: string, subject: string, known = 0): Promise<string> {
  const mails = () => mail.mails.filter((one) => one.subject === subject && one.to?.[0]?.address === address);
  await expect.poll(() => mails().length).toBe(known + 1);
  const { text = '', html = '' } = mails().at(-1)!;
  const [link] = /http:\S+#\S+/.exec(text) ?? [];
  // Who reads HTML presses the same link.
  expect(html).toContain(`href="${link}"`);
  return link!;
}

const rowOf = (page: Page, address: string) =>
  page.getByRole('list', { name: 'Your e-mail addresses' }).getByRole('listitem').filter({ hasText: address });

async function signIn(page: Page, login: string, password: string) {
  await page.getByLabel('Username').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** What a person's security log shows, newest first. */
async function securityLog(page: Page) {
  await page.goto('/settings/security-log');
  return page.getByRole('list', { name: 'Audit log entries' }).getByRole('listitem');
}

test('TK-1: an added address is verified by the mailed link, once, and becomes the one that mails go to', async ({
  as,
  server,
}) => {
  const { page } = await as('member3');
  const { page: elsewhere } = await as(null);
  const address = 'member3@work.example.test';
  await page.goto('/settings/emails');
  await page.getByRole('textbox', { name: 'Add e-mail address' }).fill(address);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(rowOf(page, address)).toContainText('Not verified');
  await expect(page.getByText(`A link was sent to ${address}.`).first()).toBeVisible();
  const link = await mailedLink(server, address, 'Verify your e-mail address');

  // A link that is sent anew replaces the one before.
  await page.getByRole('button', { name: `Send the link to ${address} again` }).click();
  const again = await mailedLink(server, address, 'Verify your e-mail address', 1);
  const verified = elsewhere.getByText('Your e-mail address is verified.');
  const refused = elsewhere.getByText('This link does not work');
  await elsewhere.goto(link);
  await expect(refused).toBeVisible();
  await expect(rowOf(page, address)).toContainText('Not verified');
  // Opened in a browser where nobody is signed in.
  await elsewhere.goto(again);
  await expect(verified).toBeVisible();
  // The secret has left the address.
  expect(new URL(elsewhere.url()).hash).toBe('');
  await elsewhere.goto('about:blank');
  await elsewhere.goto(again);
  await expect(refused).toBeVisible();

  await page.reload();
  await page.getByRole('button', { name: `Make ${address} primary` }).click();
  await expect(page.getByText(`Mails go to ${address} from now on.`).first()).toBeVisible();
  await expect(rowOf(page, address)).toContainText('Primary');
  const entries = await securityLog(page);
  await expect(entries.filter({ hasText: 'user.add_email' })).toContainText(address);
  await expect(entries.filter({ hasText: 'user.verify_email' })).toContainText(address);
  await expect(entries.filter({ hasText: 'user.primary_email' })).toContainText(address);

  await page.goto('/settings/emails');
  const first = rowOf(page, 'member3@').filter({ hasNotText: address });
  await first.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove address' }).click();
  await expect(page.getByRole('list', { name: 'Your e-mail addresses' }).getByRole('listitem')).toHaveCount(1);
});

test('a forgotten password: the mailed link makes another one, once, and ends every session', async ({
  as,
  server,
}) => {
  const password = 'another-horse-battery';
  const [{ page: old }, { page }] = [await as('outsider'), await as(null)];
  await old.goto('/settings/organizations');
  await expect(old.getByRole('heading', { name: 'Your organizations' })).toBeVisible();

  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  const form = page.getByLabel('Username or verified e-mail address');
  const sent = page.getByText(/^If there is such an account with a verified address/);
  await form.fill('nobody-of-this-name');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(sent).toBeVisible();
  await page.goto('/password-reset');
  await form.fill('outsider');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(sent).toBeVisible();
  const [{ address } = { address: '' }] = await addressesOf(server, 'outsider');
  const link = await mailedLink(server, address, 'Reset your password');

  await page.goto(link);
  const field = page.getByLabel('New password');
  await field.fill('short');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('A password has at least 8 characters.')).toBeVisible();
  await field.fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed. Sign in with the new one.')).toBeVisible();

  // The session of before is over, and so is the password.
  await old.reload();
  await expect(old).toHaveURL(/\/login/);
  await signIn(old, 'outsider', server.password);
  await expect(old.getByText('Wrong username or password.')).toBeVisible();
  await signIn(old, 'outsider', password);
  await expect(old.getByRole('button', { name: 'Account menu of outsider' })).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await field.fill('a-third-horse-battery');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This link does not work')).toBeVisible();
  await page.getByRole('button', { name: 'Ask for another link' }).click();
  await expect(form).toBeVisible();

  const entries = await securityLog(old);
  await expect(entries.filter({ hasText: 'user.reset_password' })).toHaveCount(1);
  await expect(entries.filter({ hasText: 'user.failed_login' })).toHaveCount(1);
});

test('SN-1: a password is changed by who knows the one of now; every other session ends, and is told so', async ({
  as,
  server,
}) => {
  const password = 'battery-staple-horse';
  const [{ page }, { page: elsewhere }] = [await as('globex-owner'), await as('globex-owner')];
  const change = async (on: Page, current: string, next: string, repeat = next) => {
    await on.getByLabel('Current password').fill(current);
    await on.getByLabel(/^New password\W*$/).fill(next);
    await on.getByLabel('New password once more').fill(repeat);
    await on.getByRole('button', { name: 'Change password' }).click();
  };
  const changed = (on: Page) => on.getByText('Your password was changed. All your other sessions have ended.');
  await elsewhere.goto('/settings/password');
  await page.goto('/settings/organizations');
  await page.getByRole('link', { name: 'Password', exact: true }).click();
  await expect(page).toHaveTitle('Password · Countersign');

  await change(page, 'not-my-password', password, 'battery-staple');
  await expect(page.getByText('This is not the same as the new password above.')).toBeVisible();
  await change(page, 'not-my-password', password);
  await expect(page.getByText('That is not your password.')).toBeVisible();
  await expect(page.getByLabel('Current password')).toBeFocused();
  await change(page, server.password, password);
  await expect(changed(page)).toBeVisible();
  await expect
    .poll(() => server.mail.to('globex-owner', 'password').map(({ subject }) => subject))
    .toEqual(['Your password was changed']);

  // The other session is over; its page leads through signing in and back.
  await change(elsewhere, server.password, 'a-third-horse-battery');
  await expect(elsewhere.getByText(/Your session has ended/)).toBeVisible();
  await elsewhere.getByRole('link', { name: 'Sign in again' }).click();
  await signIn(elsewhere, 'globex-owner', server.password);
  await expect(elsewhere.getByText('Wrong username or password.')).toBeVisible();
  await signIn(elsewhere, 'globex-owner', password);
  await expect(elsewhere).toHaveURL(/\/settings\/password$/);

  // This session goes on, until the password is changed back there.
  const entries = await securityLog(page);
  await expect(entries.filter({ hasText: 'user.change_password' })).toHaveCount(1);
  await change(elsewhere, password, server.password);
  await expect(changed(elsewhere)).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/login\?return_to=/);
});

const addressesOf = async ({ mail }: Server, login: string) => {
  await expect.poll(() => mail.to(login, 'password').length).toBeGreaterThan(0);
  return mail.to(login, 'password').flatMap(({ to }) => (to ?? []).map(({ address = '' }) => ({ address })));
};

test('ML-5: mails come in the language that is chosen, those that are switched off do not, and the choice is in the security log', async ({
  as,
  ask,
  server,
}) => {
  const [member, owner] = [await as('member'), await as('owner')];
  const { page } = member;
  await page.goto('/settings/notifications');
  await expect(page.getByRole('group', { name: 'Requests that wait for you' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Language of mails' }).selectOption('한국어');
  await page.getByRole('checkbox', { name: 'Reminders' }).uncheck();
  await page.getByRole('button', { name: 'Save preferences' }).click();
  await expect(page.getByText('Your preferences are saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Language of mails' })).toHaveValue('ko');
  await expect(page.getByRole('checkbox', { name: 'Decisions' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Reminders' })).not.toBeChecked();

  // An owner who wants to hear of each request at once does.
  await owner.page.goto('/settings/notifications');
  await owner.page.getByRole('radio', { name: 'Each at once' }).check();
  await owner.page.getByRole('button', { name: 'Save preferences' }).click();
  await expect(owner.page.getByText('Your preferences are saved.')).toBeVisible();
  await ask(member, { name: 'told-at-once', reason: 'It cannot wait' });
  await expect.poll(() => server.mail.to('owner', 'It cannot wait')).toHaveLength(1);
  await expect.poll(() => server.mail.to('member', 'told-at-once').map(({ subject }) => subject)).toHaveLength(1);
  expect(server.mail.to('member', 'told-at-once')[0]?.subject).toMatch(/[가-힣]/);

  const entry = (await securityLog(page)).filter({ hasText: 'user.update_notifications' });
  await expect(entry).toHaveCount(1);
  await entry.getByText('Details').click();
  await expect(entry).toContainText('ko');
});
