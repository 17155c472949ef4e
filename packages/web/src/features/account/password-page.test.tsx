import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { aDoor } from '../../testing/a-door.ts';
import { renderAt } from '../../testing/render-at.tsx';

afterEach(() => vi.unstubAllGlobals());

const OLD = 'correct horse';
const NEW = 'battery staple';

/** Opens the page, and fills the form in and sends it. */
async function open() {
  renderAt('/settings/password', {});
  const current = await screen.findByLabelText(/^Current password/);
  const password = screen.getByLabelText(/^New password\*?$/);
  const repeat = screen.getByLabelText(/^New password once more/);
  const send = async (...values: [current: string, password: string, repeat: string]) => {
    for (const [index, input] of [current, password, repeat].entries()) {
      // oxlint-disable no-await-in-loop -- as somebody types
      await userEvent.clear(input);
      if (values[index]) await userEvent.type(input, values[index]);
      // oxlint-enable no-await-in-loop
    }
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
  };
  return { current, password, repeat, send };
}
const described = (input: HTMLElement) =>
  (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.querySelector(`[id="${id}"]`)?.textContent)
    .join(' ');

test('SN-1: the password is changed by who knows the one of now; what that ends is said before and after', async () => {
  const { calls } = aDoor(204);
  const { current, password, repeat, send } = await open();
  expect(document.title).toBe('Password · Countersign');
  expect(screen.getByText(/A new password ends all your other sessions.*you stay signed in here/)).toBeTruthy();
  expect(described(password)).toContain('From 8 to 1,000 characters');
  const navigation = screen.getByRole('navigation', { name: 'Your settings' });
  expect(within(navigation).getByRole('link', { name: 'Password' }).getAttribute('href')).toBe('/settings/password');

  await send(OLD, NEW, NEW);
  const done = await screen.findByText('Your password was changed. All your other sessions have ended.');
  expect(done.closest('output')).toBeTruthy();
  expect(calls).toEqual([{ path: '/auth/change-password', body: { current: OLD, password: NEW }, csrf: '1' }]);
  for (const input of [current, password, repeat]) expect((input as HTMLInputElement).value).toBe('');
});

test('what is wrong stands at its field, the first of which takes the focus, and nothing is sent', async () => {
  const { calls } = aDoor();
  const { current, password, repeat, send } = await open();
  await send('', 'short', 'other');
  expect(described(current)).toContain('Your current password is needed.');
  expect(described(password)).toContain('A password has at least 8 characters.');
  expect(described(repeat)).toContain('This is not the same as the new password above.');
  expect(document.activeElement).toBe(current);
  await userEvent.type(current, OLD);
  expect(described(current)).not.toContain('needed');
  expect(calls).toEqual([]);
});

test('a wrong current password is told at its field, and the new one stays typed', async () => {
  aDoor({ status: 401, body: { code: 'UNAUTHENTICATED', fields: { current: 'That is not your password.' } } });
  const { current, password, send } = await open();
  await send('wrong horse', NEW, NEW);
  await waitFor(() => expect(described(current)).toContain('That is not your password.'));
  expect(document.activeElement).toBe(current);
  expect((password as HTMLInputElement).value).toBe(NEW);
  expect(screen.queryByText('Your password was not changed')).toBeNull();
});

test('what the server says of the new password stands at that', async () => {
  aDoor({ status: 422, body: { code: 'INVALID', fields: { password: 'Too easy.' } } });
  const { password, send } = await open();
  await send(OLD, NEW, NEW);
  await waitFor(() => expect(described(password)).toContain('Too easy.'));
});

test('a session that has ended leads to signing in, and back here', async () => {
  aDoor({ status: 401, body: { code: 'UNAUTHENTICATED', message: 'Bad credentials' } });
  const { current, send } = await open();
  await send(OLD, NEW, NEW);
  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toBe(
    '/login?return_to=%2Fsettings%2Fpassword',
  );
  expect(described(current)).not.toContain('not your password');
});

test.each([
  [{ status: 429, headers: { 'retry-after': '601' } }, 'Too many tries. Try again in 11 minutes.'],
  [429, 'Too many tries. Wait a little and try again.'],
  [500, 'Something broke on our side.'],
])('SN-2: %j is told above the form, which stays', async (answer, words) => {
  aDoor(answer);
  const { current, send } = await open();
  await send(OLD, NEW, NEW);
  const told = await screen.findByText(words);
  expect(told.closest('[role="alert"]')).toBeTruthy();
  expect((current as HTMLInputElement).value).toBe(OLD);
});

test('without a connection it is the connection that is to be looked at', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const { send } = await open();
  await send(OLD, NEW, NEW);
  expect(await screen.findByText('The server could not be reached. Check your connection.')).toBeTruthy();
});
