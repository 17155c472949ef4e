import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Pager } from './pager.tsx';

test('the next page is read from its top, also where it is the last and the button that was pressed is off', async () => {
  const turned: object[] = [];
  const page = (hasNextPage: boolean) => (
    <main id="content" tabIndex={-1}>
      <Pager
        pageInfo={{ hasNextPage, hasPreviousPage: !hasNextPage, startCursor: 'a', endCursor: 'z' }}
        onTurn={(to) => turned.push(to)}
      />
    </main>
  );
  const { rerender } = render(page(true));
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  rerender(page(false));
  expect(turned).toEqual([{ after: 'z' }]);
  expect(document.activeElement).toBe(screen.getByRole('main'));
});
