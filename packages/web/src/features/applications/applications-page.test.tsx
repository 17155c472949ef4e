import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { aPage } from '../../testing/in-settings.ts';
import { mona } from '../../testing/own-tokens.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const anAuthorization = (name: string, more: object = {}) => ({
  __typename: 'ApplicationAuthorization',
  id: `AA_${name}`,
  createdAt: '2026-11-01T08:00:00Z',
  lastUsedAt: null,
  app: {
    __typename: 'App',
    id: `A_${name}`,
    name,
    avatarUrl: '/bot.png',
    organization: { __typename: 'Organization', id: 'O_acme', login: 'acme' },
  },
  ...more,
});
const authorizations = (nodes: readonly object[], next: string | null = null) => ({
  viewer: { ...mona, applicationAuthorizations: aPage('ApplicationAuthorization', nodes, next) },
});
const open = (nodes: readonly object[], answers: Answers = {}) => ({
  user: userEvent.setup(),
  ...renderAt('/settings/applications', { ApplicationsPage: () => authorizations(nodes), ...answers }),
});
const rows = async () => within(await screen.findByRole('list', { name: 'Authorized Apps' })).getAllByRole('listitem');

test('EX-6: the Apps that one authorized stand with whose they are, since when and when last used', async () => {
  open([anAuthorization('Deploy bot', { lastUsedAt: '2026-11-02T08:00:00Z' }), anAuthorization('Other bot')]);
  const [used, unused] = await rows();
  expect(used!.textContent).toMatch(/Deploy bot.*an App of acme.*authorized.*last used/);
  expect(unused!.textContent).toMatch(/Other bot.*never used/);
  expect(document.title).toBe('Authorized Apps · Countersign');
  expect(screen.getByRole('link', { name: 'Authorized Apps' }).getAttribute('aria-current')).toBe('page');
});

test('EX-6: an authorization is revoked after a question that says what ends, and leaves the list', async () => {
  const answers = [
    refusal('NOT_FOUND', 'The authorization could not be found.'),
    {
      revokeApplicationAuthorization: {
        __typename: 'RevokeApplicationAuthorizationPayload',
        revokedApplicationAuthorizationId: 'AA_Deploy bot',
      },
    },
  ];
  const { user, asked } = open([anAuthorization('Deploy bot'), anAuthorization('Other bot')], {
    RevokeApplicationAuthorization: () => answers.shift()!,
  });
  await user.click(await screen.findByRole('button', { name: 'Revoke Deploy bot' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Revoke Deploy bot?' }));
  expect(dialog.getByText(/holds for you end at once/)).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Revoke' }));
  expect(await dialog.findByText('The authorization could not be found.')).toBeTruthy();
  await user.click(dialog.getByRole('button', { name: 'Revoke' }));
  expect(await screen.findByText('Deploy bot can no longer act for you.')).toBeTruthy();
  expect(document.activeElement?.textContent).toContain('can no longer act for you');
  expect((await rows()).map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Other bot')]);
  expect(asked('RevokeApplicationAuthorization').at(-1)).toEqual({
    input: { applicationAuthorizationId: 'AA_Deploy bot' },
  });
});

test('what another window revoked is gone when the question that failed is closed', async () => {
  const lists = [[anAuthorization('Deploy bot')], []];
  const { user } = open([], {
    ApplicationsPage: () => authorizations(lists.shift() ?? []),
    RevokeApplicationAuthorization: () => refusal('NOT_FOUND', 'The authorization could not be found.'),
  });
  await user.click(await screen.findByRole('button', { name: 'Revoke Deploy bot' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Revoke' }));
  await dialog.findByText('The authorization could not be found.');
  await user.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('You have not authorized any App')).toBeTruthy();
});

test('a long list is continued; why it is not stands at its end', async () => {
  const pages = [
    authorizations([anAuthorization('First bot')], 'after-first'),
    refusal('UNAVAILABLE', 'Try again soon.'),
    authorizations([anAuthorization('Second bot')]),
  ];
  const { user, asked } = open([], { ApplicationsPage: () => pages.shift()! });
  const more = await screen.findByRole('button', { name: 'Show more authorized Apps' });
  await user.click(more);
  expect(await screen.findByText('Try again soon.')).toBeTruthy();
  expect(await rows()).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Show more authorized Apps' }));
  await waitFor(async () => expect(await rows()).toHaveLength(2));
  expect(asked('ApplicationsPage').at(-1)).toMatchObject({ after: 'after-first' });
});

test('an App need not be an organization’s', async () => {
  const { app, ...rest } = anAuthorization('Deploy bot');
  open([{ ...rest, app: { ...app, organization: null } }]);
  expect((await rows())[0]!.textContent).not.toContain('an App of');
});

test('who authorized none reads how it comes about; what cannot be read can be tried again', async () => {
  const answers = [refusal('INTERNAL', 'Broken.'), authorizations([])];
  const { user } = open([], { ApplicationsPage: () => answers.shift()! });
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('You have not authorized any App')).toBeTruthy();
});
