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

test('a server that is away can be asked again', async () => {
  const { calls } = aDoor(503, 204);
  renderAt('/verify-email#the-secret', {});
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Your e-mail address is verified.')).toBeTruthy();
  expect(calls).toHaveLength(2);
});

test('without its secret nothing is asked', async () => {
  const { calls } = aDoor();
  renderAt('/verify-email', {});
  expect((await screen.findByRole('alert')).textContent).toContain('the whole of it');
  expect(calls).toEqual([]);
});
