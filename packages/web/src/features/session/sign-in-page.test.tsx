import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { aDoor } from '../../testing/a-door.ts';
import { renderAt } from '../../testing/render-at.tsx';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';

afterEach(() => vi.unstubAllGlobals());

const signIn = async () => {
  renderAt('/login', {});
  await userEvent.type(await screen.findByLabelText(/Username/), 'mona');
  await userEvent.type(screen.getByLabelText(/Password/), 'correct horse{Enter}');
};
const confirm = async () => {
  render(<ConfirmPasswordDialog onAnswer={() => null} />);
  await userEvent.type(await screen.findByLabelText(/Password/), 'correct horse{Enter}');
};
const withoutConnection = () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

test.each([
  [401, 'Wrong username or password.', 'That is not your password.'],
  [429, 'Too many tries. Wait a little and try again.', 'Too many tries. Wait a little and try again.'],
  [500, 'Something broke on our side.', 'Something broke on our side.'],
])('SN-2, SN-3: at %i signing in and confirming say what is wrong', async (status, atSignIn, atConfirming) => {
  aDoor(status, status);
  await signIn();
  expect((await screen.findByText(atSignIn)).closest('[role="alert"]')).toBeTruthy();
  document.body.replaceChildren();
  await confirm();
  expect(await screen.findByText(atConfirming)).toBeTruthy();
});

test.each([
  ['signing in', signIn],
  ['confirming', confirm],
])('of %s without a connection it is the connection that is to be looked at', async (_, act) => {
  withoutConnection();
  await act();
  expect(await screen.findByText('The server could not be reached. Check your connection.')).toBeTruthy();
});
