import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { permissionsOn, repositoriesNamed, theToken } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const AT = '/settings/personal-access-tokens/7/edit';
const acme = { __typename: 'Organization', id: 'O_1', login: 'acme' };
const ACCESS = {
  repositorySelection: 'SUBSET',
  repositories: repositoriesNamed('api'),
  permissions: permissionsOn({ contents: 'READ', issues: 'WRITE', metadata: 'READ' }),
};
const aToken = (more: object = {}) => ({
  __typename: 'FineGrainedToken',
  id: 'T_7',
  databaseId: 7,
  name: 'deploy',
  description: '',
  status: 'ACTIVE',
  expiresAt: '2027-02-01T10:00:00Z',
  resourceOwner: acme,
  ...ACCESS,
  grant: { __typename: 'TokenGrant', id: 'G_1', ...ACCESS },
  latestRequest: null,
  ...more,
});
const waiting = { __typename: 'TokenRequest', id: 'Q_1', status: 'PENDING', createdAt: '2026-11-20T08:00:00Z' };
const terms = {
  __typename: 'ResourceOwner',
  login: 'acme',
  isOrganization: true,
  approvalRequired: true,
  deciders: [{ __typename: 'User', id: 'U_2', login: 'owl' }],
};

const open = async (token: object = aToken(), more: Answers = {}) => {
  const application = renderAt(AT, {
    EditTokenPage: () => theToken(token, { resourceOwners: [terms] }),
    UpdateFineGrainedToken: () => ({
      updateFineGrainedToken: { __typename: 'UpdateFineGrainedTokenPayload', token: { id: 'T_7' }, request: null },
    }),
    TokenPage: () => theToken(null),
    ...more,
  });
  await screen.findByRole('heading', { level: 1, name: 'Edit deploy' });
  return { ...application, user: userEvent.setup() };
};
const review = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.click(screen.getByRole('button', { name: 'Review changes' }));
  return within(await screen.findByRole('dialog', { name: 'Save changes of deploy?' }));
};
const choose = (user: ReturnType<typeof userEvent.setup>, permission: string, level: string) =>
  user.selectOptions(screen.getByRole('combobox', { name: permission }), level);

test('TK-11: what applies at once and what has to be approved is told apart before it is saved', async () => {
  const { user, asked } = await open();
  await choose(user, 'Contents', 'write');
  await choose(user, 'Issues', 'none');
  await user.type(screen.getByRole('textbox', { name: /Justification/ }), 'Nightly export');
  const dialog = await review(user);

  const atOnce = within(dialog.getByRole('region', { name: 'Applies at once' }));
  expect(atOnce.getAllByRole('listitem').map((line) => line.textContent)).toEqual(['Dropped: Issues: Read and write']);
  const needed = within(dialog.getByRole('region', { name: 'Needs approval by owl' }));
  expect(needed.getAllByRole('listitem').map((line) => line.textContent)).toEqual([
    'Raised: Contents: Read-only → Read and write',
  ]);
  expect(dialog.getByText(/keeps working until it is decided/)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Save changes' }));
  expect(asked('UpdateFineGrainedToken')).toEqual([
    {
      input: {
        tokenId: 'T_7',
        repositorySelection: 'SUBSET',
        repositories: ['R_api'],
        permissions: [
          { key: 'metadata', level: 'READ' },
          { key: 'contents', level: 'WRITE' },
        ],
        reason: 'Nightly export',
      },
    },
  ]);
});

test('TK-11: owner and expiry are fixed, and the way to another date is a new secret', async () => {
  await open();
  expect(screen.getByText(/This token is for/).textContent).toContain('acme');
  expect(screen.queryByRole('combobox', { name: /Expiration/ })).toBeNull();
  expect(screen.getByRole('link', { name: 'regenerate the token' }).getAttribute('href')).toBe(
    AT.replace('edit', 'regenerate'),
  );
  expect(screen.queryByRole('textbox', { name: /Justification/ })).toBeNull();
});

test('TK-11: a new name alone is all that is sent', async () => {
  const { user, asked } = await open();
  await user.clear(screen.getByRole('textbox', { name: /Token name/ }));
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'release');
  const dialog = await review(user);
  expect(dialog.getByText('The name becomes release')).toBeTruthy();
  expect(dialog.queryByRole('region', { name: /approval/ })).toBeNull();
  await user.click(dialog.getByRole('button', { name: 'Save changes' }));
  expect(asked('UpdateFineGrainedToken')).toEqual([{ input: { tokenId: 'T_7', name: 'release' } }]);
});

test('TK-11: after saving, the token’s page has the focus at its title', async () => {
  const saved = {
    ...aToken(),
    lastEight: 'aB3dE6gH',
    createdAt: '2026-02-01T10:00:00Z',
    lastUsedAt: null,
    blockedBy: null,
    viewerCanRequestAccess: false,
    grant: null,
  };
  const { user } = await open(aToken(), { TokenPage: () => theToken(saved) });
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), '2');
  const dialog = await review(user);
  await user.click(dialog.getByRole('button', { name: 'Save changes' }));
  const title = await screen.findByRole('heading', { level: 1, name: 'deploy' });
  await waitFor(() => expect(document.activeElement).toBe(title));
});

test('RQ-12: an edit while a request waits says that it replaces it', async () => {
  const { user } = await open(aToken({ latestRequest: waiting }));
  expect(screen.getByText(/A request of this token waits since/)).toBeTruthy();
  await choose(user, 'Contents', 'write');
  const dialog = await review(user);
  expect(dialog.getByText(/is cancelled: this edit replaces it/)).toBeTruthy();
});

test('nothing changed is nothing to save, and is said', async () => {
  const { user, asked } = await open();
  await user.click(screen.getByRole('button', { name: 'Review changes' }));
  expect(await screen.findByText('Nothing is changed yet.')).toBeTruthy();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked('UpdateFineGrainedToken')).toEqual([]);
});

test('what the server says of a field stands at that field, which gets the focus', async () => {
  const { user } = await open(aToken(), {
    UpdateFineGrainedToken: () => refusal('INVALID', 'No.', { name: 'Name has already been taken.' }),
  });
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), '2');
  const dialog = await review(user);
  await user.click(dialog.getByRole('button', { name: 'Save changes' }));
  expect(await screen.findByText('Name has already been taken.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Token name/ }));
});

test('EX-1: a dead token is not edited', async () => {
  await open(aToken({ status: 'EXPIRED' }));
  expect(screen.getByText(/has expired/)).toBeTruthy();
  expect(screen.queryByRole('form')).toBeNull();
});
