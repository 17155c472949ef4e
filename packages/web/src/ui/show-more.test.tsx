import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ShowMore } from './show-more.tsx';

test('why no more came stands below the button; at the end of the list the focus is there', async () => {
  const user = userEvent.setup();
  const answers = [() => Promise.reject(new TypeError('Failed to fetch')), () => Promise.resolve()];
  const more = (has: boolean) => <ShowMore has={has} label="Show more" onMore={() => answers.shift()!()} />;
  const { rerender, container } = render(more(true));
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText(/could not be reached/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.queryByText(/could not be reached/)).toBeNull());
  rerender(more(false));
  await waitFor(() => expect(document.activeElement).toBe(container.firstElementChild));
});
