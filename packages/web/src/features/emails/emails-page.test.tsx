import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { refusal, renderAt, type Answers } from '../../testing/render-at.tsx';

const anEmail = (address: string, more: { isPrimary?: boolean; verifiedAt?: string | null } = {}) => ({
  __typename: 'EmailAddress',
  address,
  isPrimary: false,
  verifiedAt: '2026-01-01T00:00:00Z',
  ...more,
});
const PRIMARY = anEmail('mona@example.test', { isPrimary: true });
const OTHER = anEmail('other@example.test');
const FRESH = anEmail('fresh@example.test', { verifiedAt: null });
const viewer = (...emails: object[]) => ({ viewer: { __typename: 'User', id: 'U_1', emails } });
const payload = (name: string, ...emails: object[]) => ({
  [name]: { __typename: 'EmailAddressesPayload', ...viewer(...emails) },
});
const open = (emails: object[], answers: Answers = {}) =>
  renderAt('/settings/emails', { EmailsPage: () => viewer(...emails), ...answers });
const rows = async () =>
  within(await screen.findByRole('list', { name: 'Your e-mail addresses' })).getAllByRole('listitem');
const buttonsIn = (row: HTMLElement) =>
  within(row)
    .queryAllByRole('button')
    .map((button) => button.textContent);

test('each address stands with its state, and what can be done with it', async () => {
  open([PRIMARY, OTHER, FRESH]);
  const [primary, other, fresh] = await rows();
  expect(primary!.textContent).toMatch(/mona@example.test.*Primary.*Verified/);
  expect(buttonsIn(primary!)).toEqual([]);
  expect(buttonsIn(other!)).toEqual(['Make primary', 'Remove']);
  expect(fresh!.textContent).toContain('Not verified');
  expect(buttonsIn(fresh!)).toEqual(['Send link again', 'Remove']);
  expect(screen.getByRole('link', { name: 'E-mails' }).getAttribute('aria-current')).toBe('page');
});

test('TK-1: an address is added, and it is told that a link was sent', async () => {
  const { asked } = open([PRIMARY], { AddEmailAddress: () => payload('addEmailAddress', PRIMARY, FRESH) });
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'Add e-mail address' }),
    ' fresh@example.test {Enter}',
  );
  expect(await screen.findAllByText(/A link was sent to fresh@example.test/)).not.toEqual([]);
  expect(asked('AddEmailAddress')).toEqual([{ input: { address: 'fresh@example.test' } }]);
  expect(await rows()).toHaveLength(2);
});

test('a refused address is told at its field, anything else above', async () => {
  const answers = [
    refusal('INVALID', 'No.', { address: 'This is no e-mail address.' }),
    refusal('RATE_LIMITED', 'Too many attempts.'),
    refusal('INVALID', 'No.', { address: 'This is no e-mail address.' }),
  ];
  open([PRIMARY], { AddEmailAddress: () => answers.shift()! });
  const input = await screen.findByRole('textbox', { name: 'Add e-mail address' });
  await userEvent.type(input, 'nowhere{Enter}');
  expect(await screen.findByText('This is no e-mail address.')).toBeTruthy();
  await userEvent.type(input, '@example.test{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Too many attempts.');
  await userEvent.type(input, '.{Enter}');
  expect(await screen.findByText('This is no e-mail address.')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('with ten addresses no other can be added', async () => {
  open([PRIMARY, ...Array.from({ length: 9 }, (_, index) => anEmail(`${index}@example.test`))]);
  expect(await rows()).toHaveLength(10);
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.getByText(/You have 10 addresses/)).toBeTruthy();
});

test('another link is sent, an address becomes the primary one, and one is removed after a question', async () => {
  const moved = anEmail('other@example.test', { isPrimary: true });
  const { asked } = open([PRIMARY, OTHER, FRESH], {
    SendEmailVerification: () => payload('sendEmailVerification', PRIMARY, OTHER, FRESH),
    MakeEmailAddressPrimary: () => payload('makeEmailAddressPrimary', moved, anEmail('mona@example.test'), FRESH),
    RemoveEmailAddress: () => payload('removeEmailAddress', moved, anEmail('mona@example.test')),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Send the link to fresh@example.test again' }));
  expect(await screen.findAllByText(/A link was sent to fresh@example.test/)).not.toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Make other@example.test primary' }));
  await waitFor(async () => expect((await rows())[0]!.textContent).toMatch(/other@example.test.*Primary/));
  // The button that was pressed is gone; whoever goes on by keyboard goes on from the list.
  const list = screen.getByRole('list', { name: 'Your e-mail addresses' });
  await waitFor(() => expect(document.activeElement).toBe(list));
  await userEvent.click(screen.getByRole('button', { name: 'Remove fresh@example.test' }));
  expect(asked('RemoveEmailAddress')).toEqual([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Remove address' }));
  await waitFor(async () => expect(await rows()).toHaveLength(2));
  expect(asked('RemoveEmailAddress')).toEqual([{ input: { address: 'fresh@example.test' } }]);
  await waitFor(() => expect(document.activeElement).toBe(list));
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss banner' }));
  expect(document.activeElement).toBe(list);
});

test('an address that was verified elsewhere is found so on coming back, and no link is waited for any more', async () => {
  let verifiedAt: string | null = null;
  open([], {
    EmailsPage: () => viewer(PRIMARY, { ...FRESH, verifiedAt }),
    SendEmailVerification: () => payload('sendEmailVerification', PRIMARY, FRESH),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Send the link to fresh@example.test again' }));
  expect(await screen.findAllByText(/A link was sent to fresh@example.test/)).not.toEqual([]);
  verifiedAt = '2026-11-21T08:00:00.000Z';
  // The mail was read in another window, beside this one.
  fireEvent.focus(window);
  expect(await screen.findByRole('button', { name: 'Make fresh@example.test primary' })).toBeTruthy();
  expect(screen.queryByText(/A link was sent/)).toBeNull();
});
