import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { aDoor } from '../../testing/a-door.ts';
import { renderAt } from '../../testing/render-at.tsx';

afterEach(() => vi.unstubAllGlobals());

test('TK-1: the link verifies at once, is sent once, and leaves the address', async () => {
  const { calls } = aDoor(204);
  const { address } = renderAt('/verify-email#the-secret', {});
  expect(await screen.findByText('Your e-mail address is verified.')).toBeTruthy();
  expect(calls).toEqual([{ path: '/auth/verify-email', body: { secret: 'the-secret' }, csrf: '1' }]);
  await waitFor(() => expect(address()).toBe('/verify-email'));
  expect(screen.getByRole('link', { name: 'Go to your e-mail addresses' }).getAttribute('href')).toBe(
    '/settings/emails',
  );
});

test('a link that does not hold says so; nobody who is signed out is sent away', async () => {
  aDoor(401);
  const { asked } = renderAt('/verify-email#used', {});
  expect((await screen.findByRole('alert')).textContent).toContain('This link does not work');
  expect(asked('Viewer')).toEqual([]);
});

test.each([
  [503, 'Something broke on our side.'],
  [429, 'Too many tries.'],
])('an answer of %i says nothing of the link, which can be tried again', async (status, words) => {
  const { calls } = aDoor(status, 204);
  renderAt('/verify-email#the-secret', {});
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(screen.getByRole('alert').textContent).toContain(words);
  await userEvent.click(again);
  expect(await screen.findByText('Your e-mail address is verified.')).toBeTruthy();
  expect(calls).toHaveLength(2);
  // The button that was pressed is gone.
  expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Go to your e-mail addresses' }));
});

test('without a connection it is the connection that is to be looked at', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  renderAt('/verify-email#the-secret', {});
  expect(await screen.findByText('The server could not be reached. Check your connection.')).toBeTruthy();
});

test('without its secret, as after a reload, nothing is asked, and it is said where to look', async () => {
  const { calls } = aDoor();
  renderAt('/verify-email', {});
  expect((await screen.findByRole('alert')).textContent).toContain('may be verified already');
  expect(calls).toEqual([]);
});
