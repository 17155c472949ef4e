import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { aDoor } from '../../testing/a-door.ts';
import { renderAt } from '../../testing/render-at.tsx';

afterEach(() => vi.unstubAllGlobals());

test('from signing in one comes to ask for a link; whether there is such an account is not told', async () => {
  const { calls } = aDoor(204);
  const { address } = renderAt('/login', {});
  await userEvent.click(await screen.findByRole('link', { name: 'Forgot password?' }));
  await userEvent.type(await screen.findByRole('textbox', { name: /Username or verified/ }), ' mona {Enter}');
  expect(await screen.findByText(/If there is such an account/)).toBeTruthy();
  await waitFor(() => expect(address()).toBe('/password-reset'));
  expect(calls).toEqual([{ path: '/auth/password-reset', body: { login: 'mona' }, csrf: '1' }]);
});

test('too many tries are told, and the form stays', async () => {
  aDoor(429);
  renderAt('/password-reset', {});
  await userEvent.type(await screen.findByRole('textbox', { name: /Username or verified/ }), 'mona{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Too many tries');
  expect(screen.getByRole('button', { name: 'Send the link' })).toBeTruthy();
});

test('the link leads to a new password, and its secret leaves the address', async () => {
  const { calls } = aDoor(204);
  const { address } = renderAt('/password-reset#the-secret', {});
  const input = await screen.findByLabelText(/New password/);
  await waitFor(() => expect(address()).toBe('/password-reset'));
  await userEvent.type(input, 'short{Enter}');
  expect(await screen.findByText('A password has at least 8 characters.')).toBeTruthy();
  expect(calls).toEqual([]);
  await userEvent.type(input, ' and long{Enter}');
  expect(await screen.findByText(/Your password was changed/)).toBeTruthy();
  expect(calls).toEqual([
    { path: '/auth/password-reset/confirm', body: { secret: 'the-secret', password: 'short and long' }, csrf: '1' },
  ]);
  const signIn = screen.getByRole('link', { name: 'Sign in' });
  expect(signIn.getAttribute('href')).toBe('/login');
  expect(document.activeElement).toBe(signIn);
});

test('a link that does not hold leads back to asking for another', async () => {
  aDoor(401);
  renderAt('/password-reset#used', {});
  await userEvent.type(await screen.findByLabelText(/New password/), 'long enough{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('This link does not work');
  await userEvent.click(screen.getByRole('button', { name: 'Ask for another link' }));
  expect(await screen.findByRole('button', { name: 'Send the link' })).toBeTruthy();
});

test('without a name nothing is sent, and it is said why', async () => {
  const { calls } = aDoor();
  renderAt('/password-reset', {});
  await userEvent.click(await screen.findByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText('Type your username or e-mail address.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
  expect(calls).toEqual([]);
});

test('whoever gets no mail can look at what they typed, and ask again', async () => {
  const { calls } = aDoor(204, 204);
  renderAt('/password-reset', {});
  await userEvent.type(await screen.findByRole('textbox'), 'monna{Enter}');
  const again = await screen.findByRole('button', { name: 'Ask again' });
  expect(document.activeElement).toBe(again);
  await userEvent.click(again);
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('monna');
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
  await userEvent.type(screen.getByRole('textbox'), '{Backspace}{Backspace}a{Enter}');
  expect(await screen.findByText(/If there is such an account/)).toBeTruthy();
  expect(calls.at(-1)?.body).toEqual({ login: 'mona' });
});

test('without a connection it is the connection that is to be looked at', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  renderAt('/password-reset#the-secret', {});
  await userEvent.type(await screen.findByLabelText(/New password/), 'long enough{Enter}');
  expect(await screen.findByText('The server could not be reached. Check your connection.')).toBeTruthy();
});
