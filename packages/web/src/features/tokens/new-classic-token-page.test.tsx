import { SCOPES } from '@countersign/schema';
import { fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { scopeTexts } from '../../i18n/en/scopes.ts';
import { expectKeptNowhere, theTokens, viewerTokenPolicy } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const SECRET = 'csp_aB7cD8eF9gH0jK1mN2pQ3rS4tU5vW62M5jQM';
const TITLE = 'New personal access token (classic)';

const anOrganization = (login: string, policy: object = {}) => ({
  __typename: 'Organization',
  id: `O_${login}`,
  login,
  viewerTokenPolicy: viewerTokenPolicy(policy),
});
const aViewer = (organizations: object[], more: object = {}) => ({
  __typename: 'User',
  id: 'U_1',
  emailVerified: true,
  organizations: { __typename: 'OrganizationConnection', nodes: organizations },
  ...more,
});
const created = () => ({
  createClassicToken: {
    __typename: 'CreateClassicTokenPayload',
    secret: SECRET,
    token: {
      __typename: 'ClassicToken',
      id: 'T_7',
      name: 'laptop',
      user: { __typename: 'User', id: 'U_1', login: 'mona' },
    },
  },
});

const openForm = async (viewer: object = aViewer([]), answers: Answers = {}) => {
  const application = renderAt('/settings/tokens/new', {
    NewClassicTokenPage: () => ({ viewer }),
    CreateClassicToken: created,
    ClassicTokensPage: () => theTokens(),
    ...answers,
  });
  await screen.findByRole('form', { name: TITLE });
  return { ...application, user: userEvent.setup() };
};
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const generate = (user: ReturnType<typeof userEvent.setup>) =>
  user.click(screen.getByRole('button', { name: 'Generate token' }));

test('every scope has a description', () => {
  expect(Object.keys(scopeTexts).toSorted()).toEqual(SCOPES.map(({ scope }) => scope).toSorted());
});

test('TK-7: a scope brings those below it, and what another one contains is not sent', async () => {
  const { user, asked } = await openForm();
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'laptop');
  await user.click(box('public_repo'));
  await user.click(box('read:org'));
  await user.click(box('repo'));

  expect(screen.getByRole('group', { name: 'Scopes' })).toBeTruthy();
  expect([box('public_repo').checked, box('public_repo').disabled]).toEqual([true, true]);
  expect([box('read:org').checked, box('read:org').disabled]).toEqual([true, false]);
  expect(box('admin:org').checked).toBe(false);
  expect(screen.getByText('Chosen: repo, read:org.')).toBeTruthy();
  await generate(user);

  expect(asked('CreateClassicToken')).toEqual([
    { input: { name: 'laptop', expiresInDays: 30, scopes: ['repo', 'read:org'] } },
  ]);
});

test('a double click makes one token', async () => {
  const { user, asked } = await openForm();
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'laptop');
  const submit = screen.getByRole('button', { name: 'Generate token' });
  fireEvent.click(submit);
  fireEvent.click(submit);
  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(asked('CreateClassicToken')).toHaveLength(1);
});

test('TK-7: without a scope the form says public data only, and none is sent', async () => {
  const { user, asked } = await openForm();
  expect(screen.getByText(/the token reads public data only/)).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'laptop');
  await user.click(box('gist'));
  await user.click(box('gist'));
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), 'never');
  expect(screen.getByText(/a forgotten token is an open door/)).toBeTruthy();
  await generate(user);

  expect(asked('CreateClassicToken')).toEqual([{ input: { name: 'laptop', neverExpires: true, scopes: [] } }]);
});

test('PO-4, PO-5: while typing, the form tells which organizations would refuse the token, and why', async () => {
  const { user } = await openForm(
    aViewer([
      anOrganization('acme', { allowsClassic: false }),
      anOrganization('globex', { classicMaxDays: 60 }),
      anOrganization('initech'),
      anOrganization('umbrella', { allowsClassic: false, allowsFineGrained: false }),
    ]),
  );
  const texts = () => screen.getAllByText(/tokens/, { selector: 'li' }).map((item) => item.textContent);
  const umbrella = 'umbrella does not accept personal access tokens.';
  expect(texts()).toEqual(['acme does not accept classic tokens. Make a fine-grained token for it instead.', umbrella]);

  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), '90');
  expect(texts()).toEqual([
    'acme does not accept classic tokens. Make a fine-grained token for it instead.',
    'globex accepts classic tokens that live for at most 60 days.',
    umbrella,
  ]);
  expect(screen.getAllByText('3 of your organizations would refuse this token')).not.toEqual([]);
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), '60');
  expect(texts()).toHaveLength(2);
});

test('PO-2: who is exempt from the limit of the enterprise is held to the organization’s own alone', async () => {
  await openForm(aViewer([anOrganization('acme'), anOrganization('globex', { classicMaxDays: 14 })]));

  expect(screen.queryByText(/acme accepts/)).toBeNull();
  expect(screen.getByText('globex accepts classic tokens that live for at most 14 days.')).toBeTruthy();
});

test('TK-2: the secret is shown once, with how to use it, and is gone once its list is left', async () => {
  const { user, client } = await openForm();
  await user.type(screen.getByRole('textbox', { name: /Token name/ }), 'laptop');
  await generate(user);

  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(screen.getByText(/git clone .*mona@.*\/git\/OWNER\/REPOSITORY\.git/)).toBeTruthy();
  expectKeptNowhere(SECRET, client);

  await user.click(screen.getByRole('link', { name: 'Generate new token' }));
  await screen.findByRole('form');
  await user.click(screen.getByRole('link', { name: 'Cancel' }));
  await screen.findByText('You have no classic tokens');
  expect(screen.queryByText(SECRET)).toBeNull();
});

test('what is wrong stands at its field, which gets the focus, whether the form or the server says it', async () => {
  const { user, asked } = await openForm(undefined, {
    CreateClassicToken: () =>
      refusal('INVALID', 'Some of it cannot be used.', { scopes: 'There is no scope gist.', name: 'Taken.' }),
  });
  await generate(user);
  const name = screen.getByRole('textbox', { name: /Token name/ });
  expect(screen.getByText('Name cannot be blank.')).toBeTruthy();
  expect(document.activeElement).toBe(name);
  expect(asked('CreateClassicToken')).toEqual([]);

  await user.type(name, 'laptop');
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), 'date');
  await generate(user);
  expect(screen.getByText('Choose the day on which the token expires.')).toBeTruthy();
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), '7');
  await generate(user);

  expect(await screen.findByText('Taken.')).toBeTruthy();
  expect(within(screen.getByRole('group', { name: 'Scopes' })).getByText('There is no scope gist.')).toBeTruthy();
  expect(document.activeElement).toBe(name);
});

test('TK-1: before the address is verified the form says so', async () => {
  await openForm(aViewer([], { emailVerified: false }));
  expect(screen.getByText('Verify your e-mail address first')).toBeTruthy();
});
