import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { permissionsOn, repositoriesNamed, theToken, theTokens, tokenNamed } from '../../testing/own-tokens.ts';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const LIST = '/settings/personal-access-tokens';
const acme = { __typename: 'Organization', id: 'O_1', login: 'acme', avatarUrl: '/acme.png' };
const owl = { __typename: 'User', id: 'U_2', login: 'owl' };

const aRequest = (status: string, more: object = {}) => ({
  __typename: 'TokenRequest',
  id: 'Q_1',
  status,
  reason: null,
  createdAt: '2026-03-01T10:00:00Z',
  decidedAt: null,
  decisionReason: null,
  viewerCanCancel: status === 'PENDING',
  deciders: [owl],
  organization: acme,
  repositorySelection: 'ALL',
  repositories: repositoriesNamed(),
  repositoriesAdded: repositoriesNamed(),
  repositoriesWidened: false,
  permissions: permissionsOn({ contents: 'WRITE' }),
  permissionsAdded: permissionsOn({}),
  permissionsUpgraded: permissionsOn({ contents: 'WRITE' }),
  permissionsKept: permissionsOn({ metadata: 'READ' }),
  permissionsDropped: permissionsOn({}),
  ...more,
});
const aGrant = { __typename: 'TokenGrant', id: 'G_1', grantedAt: '2026-02-02T10:00:00Z' };
const aToken = (name: string, more: object = {}) => ({
  __typename: 'FineGrainedToken',
  ...tokenNamed(name),
  resourceOwner: acme,
  repositorySelection: 'ALL',
  repositories: repositoriesNamed(),
  permissions: permissionsOn({ contents: 'WRITE' }),
  grant: null,
  latestRequest: null,
  blockedBy: null,
  viewerCanRequestAccess: false,
  ...more,
});
const blocked = (code: string, message: string) => ({ blockedBy: { __typename: 'TokenObstacle', code, message } });
const listing = (...nodes: object[]): Answers => ({ TokensPage: () => theTokens(...nodes) });
const showing = (token: object | null): Answers => ({ TokenPage: () => theToken(token) });

test('the list says of each token whose it is, how it stands, when it ends and when it was used', async () => {
  renderAt(
    LIST,
    listing(
      aToken('deploy'),
      aToken('waiting', blocked('PENDING', 'Waits.')),
      aToken('old', { ...blocked('EXPIRED', 'Expired.'), status: 'EXPIRED', expiresAt: '2026-01-01T12:00:00Z' }),
      aToken('forever', { expiresAt: null }),
      aToken('too-long', { ...blocked('LIFETIME', 'Too long.'), latestRequest: aRequest('PENDING') }),
      aToken('changing', { grant: aGrant, latestRequest: aRequest('PENDING', { id: 'Q_2' }) }),
    ),
  );

  const list = await screen.findByRole('list', { name: 'Fine-grained personal access tokens' });
  const texts = within(list)
    .getAllByRole('listitem')
    .map((row) => row.textContent);
  expect(texts[0]).toMatch(/deploy.*Active.*acme.*Expires on .*2027.*Never used/);
  expect(texts[1]).toMatch(/waiting.*Pending approval/);
  expect(texts[2]).toMatch(/old.*Expired.*Expired on Jan 1, 2026/);
  expect(texts[3]).toMatch(/forever.*Never expires/);
  expect(texts[4]).toMatch(/too-long.*Lives too longPending approval/);
  expect(texts[5]).toMatch(/changing.*ActiveChange pending approval/);
});

test('a list that cannot be loaded says so and can be tried again', async () => {
  let broken = true;
  renderAt(LIST, {
    TokensPage: (variables) => (broken ? refusal('INTERNAL', 'Broken.') : listing()['TokensPage']!(variables)),
  });
  const retry = await screen.findByRole('button', { name: 'Try again' });
  broken = false;
  await userEvent.click(retry);

  expect(await screen.findByText('You have no fine-grained tokens')).toBeTruthy();
});

test('TK-12: a token is deleted after a warning, and leaves the list', async () => {
  const { asked } = renderAt(LIST, {
    ...listing(aToken('deploy'), aToken('kept')),
    DeleteToken: () => ({ deleteToken: { __typename: 'DeleteTokenPayload', deletedTokenId: 'T_deploy' } }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete deploy' }));
  const dialog = await screen.findByRole('alertdialog');
  expect(dialog.textContent).toMatch(/cannot be restored/);
  await userEvent.click(within(dialog).getByRole('button', { name: /I understand/ }));

  expect(await screen.findByRole('link', { name: 'kept' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'deploy' })).toBeNull();
  expect(asked('DeleteToken')).toEqual([{ input: { tokenId: 'T_deploy' } }]);
});

test('RQ-10: a waiting token says since when and who can decide, and its request can be withdrawn', async () => {
  let token = aToken('deploy', { ...blocked('PENDING', 'acme has not decided.'), latestRequest: aRequest('PENDING') });
  const { asked } = renderAt(`${LIST}/7`, {
    TokenPage: (variables) => showing(token)['TokenPage']!(variables),
    CancelTokenRequest: () => {
      const withdrawn = aRequest('CANCELLED');
      token = aToken('deploy', { ...blocked('NOT_GRANTED', 'Withdrawn.'), latestRequest: withdrawn });
      return { cancelTokenRequest: { __typename: 'CancelTokenRequestPayload', tokenRequest: withdrawn } };
    },
  });
  expect(await screen.findByText('acme has not decided.')).toBeTruthy();
  expect(screen.getByText(/These can decide: owl/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw request' }));

  expect(await screen.findByText('Withdrawn.')).toBeTruthy();
  expect(asked('CancelTokenRequest')).toEqual([{ input: { requestId: 'Q_1' } }]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'deploy' })));
});

test('TK-11, RQ-10: while a change waits, what is in force stands beside what is asked', async () => {
  const grant = {
    __typename: 'TokenGrant',
    id: 'G_1',
    grantedAt: '2026-02-01T10:00:00Z',
    repositorySelection: 'SUBSET',
    repositories: repositoriesNamed('api'),
    permissions: permissionsOn({ contents: 'READ', metadata: 'READ' }),
  };
  const asked = {
    repositorySelection: 'SUBSET',
    repositories: repositoriesNamed('api', 'payroll'),
    repositoriesAdded: repositoriesNamed('payroll'),
  };
  renderAt(`${LIST}/7`, showing(aToken('deploy', { grant, latestRequest: aRequest('PENDING', asked) })));

  const inForce = within(await screen.findByRole('region', { name: 'In force' }));
  expect(inForce.getByText('Contents').parentElement?.textContent).toMatch(/Read$/);
  expect(inForce.queryByText('payroll')).toBeNull();
  const side = within(screen.getByRole('region', { name: 'Asked' }));
  expect(side.getByText('Contents').parentElement?.textContent).toMatch(/Raised.*from Read to Read and write/);
  expect(side.getByText('payroll').parentElement?.textContent).toMatch(/Added/);
  expect(screen.getByText(/These can decide: owl/)).toBeTruthy();
  expect(screen.getByText('What was approved earlier works meanwhile.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Edit' }).getAttribute('href')).toBe(`${LIST}/7/edit`);
});

test('TK-11: that a change asks for all repositories is said beside a raised permission too', async () => {
  const grant = {
    __typename: 'TokenGrant',
    id: 'G_1',
    grantedAt: '2026-02-01T10:00:00Z',
    repositorySelection: 'SUBSET',
    repositories: repositoriesNamed('api'),
    permissions: permissionsOn({ contents: 'READ', metadata: 'READ' }),
  };
  const latestRequest = aRequest('PENDING', { repositoriesWidened: true });
  renderAt(`${LIST}/7`, showing(aToken('deploy', { grant, latestRequest })));

  const side = within(await screen.findByRole('region', { name: 'Asked' }));
  expect(side.getByText('All repositories, also those made later').textContent).toContain('Widened');
  expect(side.getByText('Raised')).toBeTruthy();
});

test('RQ-13: a denied token says why, and access can be asked for again with a reason', async () => {
  const denied = aRequest('DENIED', { decisionReason: 'Too much.' });
  const waiting = { ...blocked('PENDING', 'acme has not decided.'), latestRequest: aRequest('PENDING', { id: 'Q_2' }) };
  const { asked } = renderAt(`${LIST}/7`, {
    ...showing(
      aToken('deploy', {
        ...blocked('DENIED', 'acme denied it.'),
        latestRequest: denied,
        viewerCanRequestAccess: true,
      }),
    ),
    RequestTokenAccess: () => ({
      requestTokenAccess: { __typename: 'RequestTokenAccessPayload', token: aToken('deploy', waiting) },
    }),
  });
  expect(await screen.findByText(/Too much\./)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Request access again' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Justification' }), 'Less this time');
  await userEvent.click(screen.getByRole('button', { name: 'Send request' }));

  expect(await screen.findByText('Waiting for approval')).toBeTruthy();
  expect(asked('RequestTokenAccess')).toEqual([{ input: { tokenId: 'T_deploy', reason: 'Less this time' } }]);
});

test.each(['8', 'x', '99999999999'])('an address of no token of mine (%s) is an ordinary dead end', async (id) => {
  renderAt(`${LIST}/${id}`, showing(null));
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});
