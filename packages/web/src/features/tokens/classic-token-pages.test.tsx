import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { theToken, theTokens, tokenNamed, viewerTokenPolicy } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const LIST = '/settings/tokens';

const aToken = (name: string, more: object = {}) => ({
  __typename: 'ClassicToken',
  ...tokenNamed(name),
  scopes: ['repo', 'read:org'],
  blockedIn: [],
  ...more,
});
const aBlock = (login: string, code: string, message: string, allowsFineGrained = true) => ({
  __typename: 'ClassicTokenBlock',
  code,
  message,
  organization: {
    __typename: 'Organization',
    id: `O_${login}`,
    login,
    viewerTokenPolicy: viewerTokenPolicy({ allowsFineGrained }),
  },
});
const BLOCKS = [
  aBlock('acme', 'POLICY', 'acme does not let classic tokens in.'),
  aBlock('globex', 'LIFETIME', 'globex lets classic tokens live for 30 days.'),
  aBlock('umbrella', 'POLICY', 'umbrella lets Apps in alone.', false),
];
const listing = (...nodes: object[]): Answers => ({ ClassicTokensPage: () => theTokens(...nodes) });
const showing = (token: object | null): Answers => ({ ClassicTokenPage: () => theToken(token) });

test('the list says of each classic token its scopes, how it stands, when it ends and when it was used', async () => {
  renderAt(
    LIST,
    listing(
      aToken('laptop'),
      aToken('blocked', { blockedIn: BLOCKS, expiresAt: null, scopes: [] }),
      aToken('old', { status: 'EXPIRED', expiresAt: '2026-01-01T12:00:00Z' }),
    ),
  );
  const list = await screen.findByRole('list', { name: 'Personal access tokens (classic)' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows[0]!.textContent).toMatch(/laptop.*Active.*repo, read:org.*Expires on .*2027.*Never used/);
  expect(rows[1]!.textContent).toMatch(/blocked.*Active.*Blocked in 3 organizations.*Public data only.*Never expires/);
  expect(rows[2]!.textContent).toMatch(/old.*Expired.*Expired on Jan 1, 2026/);
  const renewing = screen.getByRole<HTMLAnchorElement>('link', { name: 'Regenerate laptop' });
  expect(renewing.getAttribute('href')).toBe(`${LIST}/7/regenerate`);
  expect(screen.queryByRole('link', { name: 'Regenerate old' })).toBeNull();
});

test('a list that cannot be loaded says so and can be tried again', async () => {
  let broken = true;
  renderAt(LIST, {
    ClassicTokensPage: (variables) =>
      broken ? refusal('INTERNAL', 'Broken.') : listing()['ClassicTokensPage']!(variables),
  });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  broken = false;
  await userEvent.click(retry);

  expect(await screen.findByText('You have no classic tokens')).toBeTruthy();
});

test('TK-12: a classic token is deleted from its page after a warning, and the list comes without it', async () => {
  const { asked } = renderAt(`${LIST}/7`, {
    ...showing(aToken('laptop')),
    ...listing(aToken('kept')),
    DeleteToken: () => ({ deleteToken: { __typename: 'DeleteTokenPayload', deletedTokenId: 'T_laptop' } }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('alertdialog');
  await userEvent.click(within(dialog).getByRole('button', { name: /I understand/ }));

  expect(await screen.findByRole('link', { name: 'kept' })).toBeTruthy();
  expect(asked('DeleteToken')).toEqual([{ input: { tokenId: 'T_laptop' } }]);
});

test('TK-7: name and scopes are edited, only what changed is sent, and that it is saved is said', async () => {
  const { asked } = renderAt(`${LIST}/7`, {
    ...showing(aToken('laptop')),
    UpdateClassicToken: () => ({
      updateClassicToken: {
        __typename: 'UpdateClassicTokenPayload',
        token: aToken('laptop', { name: 'desktop', scopes: ['admin:org', 'gist'] }),
      },
    }),
  });
  const name = await screen.findByRole('textbox', { name: /Token name/ });
  const save = screen.getByRole('button', { name: 'Save changes' });
  await userEvent.click(save);
  expect(asked('UpdateClassicToken')).toEqual([]);

  await userEvent.clear(name);
  await userEvent.type(name, ' desktop ');
  await userEvent.click(screen.getByRole('checkbox', { name: 'repo' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'gist' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'admin:org' }));
  await userEvent.click(save);

  expect(await screen.findByRole('heading', { name: 'desktop', level: 1 })).toBeTruthy();
  expect(await screen.findAllByText('The changes are saved.')).not.toEqual([]);
  expect(asked('UpdateClassicToken')).toEqual([
    { input: { tokenId: 'T_laptop', name: 'desktop', scopes: ['admin:org', 'gist'] } },
  ]);
});

test('what is typed while an edit is saved stays, and is not called saved', async () => {
  const { asked } = renderAt(`${LIST}/7`, {
    ...showing(aToken('laptop')),
    UpdateClassicToken: () => ({
      updateClassicToken: { __typename: 'UpdateClassicTokenPayload', token: aToken('laptop', { name: 'desktop' }) },
    }),
  });
  const name = await screen.findByRole<HTMLInputElement>('textbox', { name: /Token name/ });
  const save = screen.getByRole('button', { name: 'Save changes' });
  fireEvent.change(name, { target: { value: 'desktop' } });
  fireEvent.click(save);
  fireEvent.change(name, { target: { value: 'desktop 2' } });
  fireEvent.click(save);

  expect(await screen.findByRole('heading', { name: 'desktop', level: 1 })).toBeTruthy();
  await waitFor(() => expect(save.getAttribute('aria-disabled')).not.toBe('true'));
  expect(name.value).toBe('desktop 2');
  expect(screen.queryByText('The changes are saved.')).toBeNull();
  expect(asked('UpdateClassicToken')).toEqual([{ input: { tokenId: 'T_laptop', name: 'desktop' } }]);
});

test('an edit that is refused stays in the form, with the reason at its field', async () => {
  renderAt(`${LIST}/7`, {
    ...showing(aToken('laptop')),
    UpdateClassicToken: () =>
      refusal('INVALID', 'Some of it cannot be used.', { name: 'Name has already been taken.' }),
  });
  const name = await screen.findByRole<HTMLInputElement>('textbox', { name: /Token name/ });
  await userEvent.type(name, '2');
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }));

  expect(await screen.findByText('Name has already been taken.')).toBeTruthy();
  expect(name.value).toBe('laptop2');
  expect(document.activeElement).toBe(name);
});

test('PO-4, PO-5: the page says where the token is blocked, why, and what to do', async () => {
  renderAt(`${LIST}/7`, showing(aToken('laptop', { blockedIn: BLOCKS })));
  const list = await screen.findByRole('list', { name: 'Where it is blocked' });
  const [restricted, tooLong, neither] = within(list).getAllByRole('listitem');

  expect(restricted!.textContent).toMatch(/acme.*Blocked by policy.*acme does not let classic tokens in\./);
  const instead = within(restricted!).getByRole('link', { name: 'Make a fine-grained token for acme' });
  expect(instead.getAttribute('href')).toBe('/settings/personal-access-tokens/new?target_name=acme');
  expect(tooLong!.textContent).toMatch(/globex.*Lives too long.*30 days/);
  const shorter = within(tooLong!).getByRole('link', { name: 'Regenerate it with an earlier expiration' });
  expect(shorter.getAttribute('href')).toBe(`${LIST}/7/regenerate`);
  expect(within(neither!).queryByRole('link')).toBeNull();
});

test('EX-1: a dead token shows what it was, and offers neither an edit nor a new secret', async () => {
  renderAt(`${LIST}/7`, showing(aToken('laptop', { status: 'REVOKED' })));

  expect(await screen.findByText('repo, read:org')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull();
  expect(screen.queryByRole('link', { name: 'Regenerate' })).toBeNull();
});

test.each(['8', 'x', '99999999999'])(
  'an address of no classic token of mine (%s) is an ordinary dead end',
  async (id) => {
    renderAt(`${LIST}/${id}`, showing(null));
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
  },
);
