import { fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { mona, theToken, theTokens, viewerTokenPolicy } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const FINE_GRAINED = '/settings/personal-access-tokens';
const CLASSIC = '/settings/tokens';
const SECRET = 'csp_aB7cD8eF9gH0jK1mN2pQ3rS4tU5vW62M5jQM';
const acme = { __typename: 'Organization', id: 'O_1', login: 'acme' };

const aToken = (kind: 'FineGrainedToken' | 'ClassicToken', more: object = {}) => ({
  __typename: kind,
  id: 'T_7',
  databaseId: 7,
  name: 'deploy',
  status: 'ACTIVE',
  ...(kind === 'FineGrainedToken' && { resourceOwner: acme }),
  ...more,
});
const aPage = (token: object | null, owners = [{ login: 'mona' }, { login: 'acme', maximumLifetimeDays: 14 }]) =>
  theToken(token, {
    resourceOwners: owners.map((owner) => ({ __typename: 'ResourceOwner', maximumLifetimeDays: null, ...owner })),
    organizations: {
      __typename: 'OrganizationConnection',
      nodes: [{ ...acme, viewerTokenPolicy: viewerTokenPolicy({ classicMaxDays: 7 }) }],
    },
  });
const regenerated = (token: object) => ({
  regenerateToken: { __typename: 'RegenerateTokenPayload', secret: SECRET, token: { ...token, user: mona } },
});
const open = (path: string, token: object | null, answers: Answers = {}) => ({
  ...renderAt(`${path}/7/regenerate`, {
    RegenerateTokenPage: () => aPage(token),
    TokensPage: () => theTokens(),
    ClassicTokensPage: () => theTokens(),
    ...answers,
  }),
  user: userEvent.setup(),
});
const button = () => screen.findByRole('button', { name: 'Regenerate' });

test('TK-10: a fine-grained token gets a new secret within the limit of its resource owner, shown once', async () => {
  const repositories = {
    __typename: 'RepositoryConnection',
    nodes: [{ __typename: 'Repository', id: 'R_1', cloneUrl: 'http://localhost:4000/git/acme/api.git' }],
  };
  const { user, asked, client } = open(FINE_GRAINED, aToken('FineGrainedToken'), {
    RegenerateToken: () => regenerated(aToken('FineGrainedToken', { repositories })),
  });
  const submit = await button();
  expect(screen.getByText(/stops working at once/)).toBeTruthy();
  expect(screen.getByText(/acme lets tokens live for at most 14 days/)).toBeTruthy();
  expect(screen.queryByRole('option', { name: 'No expiration' })).toBeNull();
  expect(screen.queryByRole('option', { name: /^30 days/ })).toBeNull();
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), '7');
  await user.click(submit);

  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(screen.getByText(/git clone http:\/\/mona@localhost:4000\/git\/acme\/api\.git/)).toBeTruthy();
  expect(asked('RegenerateToken')).toEqual([{ input: { tokenId: 'T_7', expiresInDays: 7 } }]);
  expect(JSON.stringify(client.extract())).not.toContain(SECRET);

  await user.click(screen.getByRole('link', { name: 'Tokens (classic)' }));
  await screen.findByText('You have no classic tokens');
  expect(screen.queryByText(SECRET)).toBeNull();
});

test('TK-10: a classic token may live as it likes, and is told where it would be refused', async () => {
  const { user, asked } = open(CLASSIC, aToken('ClassicToken'), {
    RegenerateToken: () => regenerated(aToken('ClassicToken')),
  });
  const submit = await button();
  expect(screen.getByText('acme accepts classic tokens that live for at most 7 days.')).toBeTruthy();
  await user.selectOptions(screen.getByRole('combobox', { name: /Expiration/ }), 'never');
  await user.click(submit);

  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(screen.getByText('You have no classic tokens')).toBeTruthy();
  expect(asked('RegenerateToken')).toEqual([{ input: { tokenId: 'T_7', neverExpires: true } }]);
});

test('TK-10: a double click regenerates once, so that the secret shown is the one that works', async () => {
  const { asked } = open(CLASSIC, aToken('ClassicToken'), {
    RegenerateToken: () => regenerated(aToken('ClassicToken')),
  });
  const submit = await button();
  fireEvent.click(submit);
  fireEvent.click(submit);
  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(asked('RegenerateToken')).toHaveLength(1);
});

test.each([
  { kind: 'FineGrainedToken', path: FINE_GRAINED, instead: `${FINE_GRAINED}/new?target_name=acme` },
  { kind: 'ClassicToken', path: CLASSIC, instead: `${CLASSIC}/new` },
] as const)('EX-1: a dead $kind is not regenerated: a new one is offered', async ({ kind, path, instead }) => {
  open(path, aToken(kind, { status: 'EXPIRED' }));

  expect(await screen.findByText('This token has expired and cannot be regenerated')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Make a new token' }).getAttribute('href')).toBe(instead);
  expect(screen.queryByRole('button', { name: 'Regenerate' })).toBeNull();
});

test('EX-1: a token that died in the meantime is refused, and the page says how it stands now', async () => {
  let token = aToken('ClassicToken');
  const { user } = open(CLASSIC, token, {
    RegenerateTokenPage: () => aPage(token),
    RegenerateToken: () => {
      token = aToken('ClassicToken', { status: 'REVOKED' });
      return refusal('CONFLICT', 'The token was revoked.');
    },
  });
  await user.click(await button());

  expect(await screen.findByText('This token was revoked and cannot be regenerated')).toBeTruthy();
});

test('PO-5: an expiry the server refuses is told at its field; a conflict that mends itself, above the form', async () => {
  const answers = [
    refusal('INVALID', 'Some of it cannot be used.', { expiresInDays: 'acme lets tokens live 3 days at most.' }),
    refusal('CONFLICT', 'Somebody else is regenerating it.'),
  ];
  const { user } = open(FINE_GRAINED, aToken('FineGrainedToken'), { RegenerateToken: () => answers.shift()! });
  await user.click(await button());
  expect(await screen.findByText('acme lets tokens live 3 days at most.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: /Expiration/ }));

  await user.click(await button());
  expect(await screen.findByText('Somebody else is regenerating it.')).toBeTruthy();
});

test('PO-4: who is no longer let in by the resource owner is told before asking', async () => {
  open(FINE_GRAINED, aToken('FineGrainedToken'), {
    RegenerateTokenPage: () => aPage(aToken('FineGrainedToken'), [{ login: 'mona' }]),
  });
  expect(await screen.findByText(/acme does not accept fine-grained tokens of yours now/)).toBeTruthy();
});

test.each(['8', 'x'])('an address of no token of mine (%s) is an ordinary dead end', async (id) => {
  renderAt(`${CLASSIC}/${id}/regenerate`, { RegenerateTokenPage: () => aPage(null) });
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});
