import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { expectKeptNowhere, mona, repositoriesNamed, theTokens } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const SECRET = 'csf_aB7cD8eF9gH0jK1mN2pQ3rS4tU5vW62M5jQM';
const owl = { __typename: 'User', id: 'U_2', login: 'owl' };

const terms = (login: string, more: object) => ({
  __typename: 'ResourceOwner',
  login,
  avatarUrl: `/${login}.png`,
  approvalRequired: false,
  maximumLifetimeDays: null,
  deciders: [],
  ...more,
});
const OWNERS = [
  terms('mona', { isOrganization: false }),
  terms('acme', { isOrganization: true, approvalRequired: true, maximumLifetimeDays: 60, deciders: [owl] }),
];
const found = (text: unknown) => repositoriesNamed(...['api', 'payroll'].filter((name) => name.includes(String(text))));

const server: Answers = {
  NewTokenPage: () => ({ viewer: { ...mona, emailVerified: true, resourceOwners: OWNERS } }),
  RepositoryPicker: ({ text }) => ({
    viewer: {
      ...mona,
      resourceOwners: OWNERS.map(({ __typename, login }) => ({
        __typename,
        login,
        repositories: found(text),
      })),
    },
  }),
  CreateFineGrainedToken: () => ({
    createFineGrainedToken: {
      __typename: 'CreateFineGrainedTokenPayload',
      secret: SECRET,
      token: {
        __typename: 'FineGrainedToken',
        id: 'T_7',
        name: 'deploy',
        user: mona,
        repositories: {
          __typename: 'RepositoryConnection',
          nodes: [{ __typename: 'Repository', id: 'R_api', cloneUrl: 'http://localhost:4000/git/acme/api.git' }],
        },
      },
    },
  }),
  TokensPage: () => theTokens(),
};

const openForm = async (query = '', answers: Answers = {}) => {
  const application = renderAt(`/settings/personal-access-tokens/new${query}`, { ...server, ...answers });
  const form = await screen.findByRole('form', { name: 'New fine-grained personal access token' });
  return { ...application, form, user: userEvent.setup() };
};
const generate = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.click(screen.getByRole('button', { name: 'Generate token' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Generate token' }));
};

test('TK-4: what is missing is said at its field, the first gets the focus, and nothing is sent', async () => {
  const { user, asked } = await openForm();
  await user.click(screen.getByRole('radio', { name: /Only select repositories/ }));
  await user.click(screen.getByRole('button', { name: 'Generate token' }));

  expect(screen.getByText('Name cannot be blank.')).toBeTruthy();
  expect(screen.getAllByText('Select at least one repository.')).not.toEqual([]);
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Token name/ }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked('CreateFineGrainedToken')).toEqual([]);
});

test('TK-4: the summary says what was chosen, and exactly that is sent', async () => {
  const { user, asked } = await openForm();
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'deploy');
  await user.click(screen.getByRole('button', { name: /Resource owner/ }));
  await user.click(await screen.findByRole('menuitemradio', { name: /acme/ }));
  await user.type(screen.getByRole('textbox', { name: /Justification/ }), 'Nightly export');
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), '60');
  await user.click(screen.getByRole('radio', { name: /Only select repositories/ }));
  await user.click(screen.getByRole('button', { name: 'Select repositories' }));
  await user.click(await screen.findByRole('option', { name: /api/ }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: /Repository permissions/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Contents' }), 'write');

  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Metadata' }).disabled).toBe(true);
  expect(screen.queryByRole('option', { name: /^90 days/ })).toBeNull();
  expect(screen.queryByRole('option', { name: 'No expiration' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Generate token' }));
  const dialog = await screen.findByRole('dialog');
  for (const words of [
    /until an owner of acme approves it/,
    /reach 1 repository of acme/,
    'acme/api',
    'have 2 permissions',
  ])
    expect(within(dialog).getByText(words)).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Generate token' }));

  expect(asked('CreateFineGrainedToken')).toEqual([
    {
      input: {
        name: 'deploy',
        resourceOwner: 'acme',
        expiresInDays: 60,
        repositorySelection: 'SUBSET',
        repositories: ['R_api'],
        permissions: [
          { key: 'contents', level: 'WRITE' },
          { key: 'metadata', level: 'READ' },
        ],
        reason: 'Nightly export',
      },
    },
  ]);
});

test('RQ-10: beside the resource owner stands who approves, or that nobody has to', async () => {
  const owls = ['owl', 'bat', 'cat', 'dog', 'elk'].map((login) => ({ ...owl, id: `U_${login}`, login }));
  const crowd = terms('crowd', { isOrganization: true, approvalRequired: true, deciders: owls });
  const easy = terms('easy', { isOrganization: true });
  const { user } = await openForm('?target_name=acme', {
    NewTokenPage: () => ({ viewer: { ...mona, emailVerified: true, resourceOwners: [...OWNERS, crowd, easy] } }),
  });
  const choose = async (login: RegExp) => {
    await user.click(screen.getByRole('button', { name: /Resource owner/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: login }));
  };
  expect(screen.getByText(/Needs approval by owl\./)).toBeTruthy();
  expect(screen.getByText(/acme lets tokens live for at most 60 days/)).toBeTruthy();
  await choose(/crowd/);
  expect(screen.getByText(/Needs approval by one of owl, bat and 3 others\./)).toBeTruthy();
  await choose(/easy/);
  expect(screen.getByText(/Will be approved at once\./)).toBeTruthy();
});

test('TK-2: the secret is shown once, with how to use it, and is kept neither in the cache nor in the history', async () => {
  const { user, client } = await openForm('?name=deploy&target_name=acme');
  await generate(user);

  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(screen.getByText(/git clone http:\/\/mona@localhost:4000\/git\/acme\/api\.git/)).toBeTruthy();
  expectKeptNowhere(SECRET, client);

  await user.click(screen.getByRole('link', { name: 'Generate new token' }));
  await screen.findByRole('form');
  await user.click(screen.getByRole('link', { name: 'Cancel' }));
  await screen.findByText('You have no fine-grained tokens');
  expect(screen.queryByText(SECRET)).toBeNull();
});

test('what the server says of a field stands at that field, which gets the focus', async () => {
  const taken = () => refusal('INVALID', 'Some of it cannot be used.', { name: 'Name has already been taken.' });
  const { user } = await openForm('?name=deploy', { CreateFineGrainedToken: taken });
  await generate(user);

  expect(await screen.findByText('Name has already been taken.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Token name/ }));
});

test('TK-6: an address fills the form, and what it asked for in vain is named', async () => {
  await openForm('?name=deploy&description=CI&target_name=ghost&expires_in=45&contents=read');

  expect(screen.getByText('Cannot find the specified resource owner: ghost')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /Token name/ }).value).toBe('deploy');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Description' }).value).toBe('CI');
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: /Expiration/ }).value).toBe('45');
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Contents' }).value).toBe('read');
});
