import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { CopyButton } from './copy-button.tsx';

test('what the browser does not copy is not said to be copied', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('Not allowed', 'NotAllowedError'));
  render(<CopyButton text="a secret" label="Copy token" />);
  await user.click(screen.getByRole('button', { name: 'Copy token' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Select and copy it yourself.');
  expect(screen.queryByText('Copied')).toBeNull();
});
