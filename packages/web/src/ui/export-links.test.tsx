import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { ExportLinks } from './export-links.tsx';

afterEach(() => vi.unstubAllGlobals());

/** Clicks on a link to an export that the server answers so (null: not at all); tells what was asked, and how often the browser was left to download. */
async function exportWith(status: number | null) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    if (status === null) throw new TypeError('Failed to fetch');
    return new Response(null, { status });
  });
  let downloads = 0;
  const watch = (event: Event) => {
    if (!event.defaultPrevented) downloads++;
    event.preventDefault();
  };
  render(
    <MemoryRouter>
      <ExportLinks path="/api/exports/audit-log" of={[['organization', 'acme']]} />
    </MemoryRouter>,
  );
  addEventListener('click', watch);
  await userEvent.click(screen.getByRole('link', { name: 'Export as JSON' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  return {
    asked,
    downloads: () => downloads,
    [Symbol.dispose]: () => removeEventListener('click', watch),
  };
}

test('AU-2: an export is downloaded once the server has said that it may be', async () => {
  using exported = await exportWith(204);
  await waitFor(() => expect(exported.downloads()).toBe(1));
  expect(exported.asked).toEqual(['HEAD /api/exports/audit-log?organization=acme&format=json']);
  expect(screen.getByRole('alert').textContent).toBe('');
});

test.each([
  [401, 'Your session has ended. Sign in again'],
  [403, 'You may not export this.'],
  [404, 'You may not export this.'],
  [422, 'Something broke on our side.'],
  [500, 'Something broke on our side.'],
  [null, 'The server could not be reached. Check your connection.'],
])('AU-2: at %s nothing is downloaded, and it is said why', async (status, words) => {
  using refused = await exportWith(status);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(words));
  expect(refused.downloads()).toBe(0);
});

test('after a session that has ended, signing in leads back to the list', async () => {
  using _ = await exportWith(401);
  const link = await screen.findByRole('link', { name: 'Sign in again' });
  expect(link.getAttribute('href')).toMatch(/^\/login\?return_to=%2F/);
});
