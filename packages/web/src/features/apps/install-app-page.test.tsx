import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { aPage, aPermissionSet, ofAcme } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const organization = (login: string, viewerRole: string) => ({
  __typename: 'Organization',
  id: `O_${login}`,
  login,
  viewerRole,
});
const anApp = (more: object = {}) => ({
  __typename: 'App',
  id: 'A_1',
  slug: 'review-bot',
  name: 'Review bot',
  description: null,
  avatarUrl: '/bot.png',
  isPublic: true,
  organization: { __typename: 'Organization', id: 'O_globex', login: 'globex' },
  permissions: aPermissionSet({ checks: 'READ' }, { organization_personal_access_token_requests: 'WRITE' }),
  ...more,
});
const MINE = [organization('acme', 'OWNER'), organization('globex', 'OWNER'), organization('initech', 'MEMBER')];
const open = (app: object | null, answers: Answers = {}, address = '/apps/review-bot?organization=acme') => ({
  user: userEvent.setup(),
  ...renderAt(address, {
    InstallAppPage: () => ({
      app,
      viewer: { __typename: 'User', id: 'U_1', organizations: aPage('Organization', MINE) },
    }),
    ...answers,
  }),
});

test('AP-1: whose an App is and what it asks for stand above where it can go: the organizations one owns', async () => {
  const { user, asked } = open(anApp(), {
    InstallApp: () => refusal('INVALID', 'No.', { app: 'It is there already.' }),
  });
  expect(await screen.findByText('An App of globex.')).toBeTruthy();
  expect(screen.getByText('Personal access token requests')).toBeTruthy();
  expect(screen.getByText('Checks')).toBeTruthy();
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Organization' });
  expect(choice.value).toBe('acme');
  expect(
    within(choice)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['acme', 'globex']);
  await user.selectOptions(choice, 'globex');
  await user.dblClick(screen.getByRole('button', { name: 'Install' }));
  expect((await screen.findAllByText('It is there already.')).length).toBeGreaterThan(0);
  expect(asked('InstallApp')[0]).toEqual({
    input: {
      app: 'review-bot',
      organization: 'globex',
      permissions: [
        { key: 'checks', level: 'READ' },
        { key: 'organization_personal_access_token_requests', level: 'WRITE' },
      ],
      repositorySelection: 'ALL',
      repositories: [],
    },
  });
});

test('it is installed on the repositories chosen, and the list of Apps follows', async () => {
  const { user, asked, address } = open(anApp(), {
    InstallationRepositories: () =>
      ofAcme({
        repositories: aPage('Repository', [
          { __typename: 'Repository', id: 'R_api', name: 'api', visibility: 'PRIVATE' },
        ]),
      }),
    InstallApp: () => ({
      installApp: {
        __typename: 'InstallAppPayload',
        installation: { __typename: 'AppInstallation', id: 'I_1' },
      },
    }),
  });
  await user.click(await screen.findByRole('radio', { name: /Only select repositories/ }));
  await user.click(screen.getByRole('button', { name: 'Install' }));
  expect((await screen.findAllByText('Select at least one repository.')).length).toBeGreaterThan(0);
  await user.click(screen.getByRole('button', { name: 'Select repositories' }));
  await user.click(await screen.findByRole('option', { name: /api/ }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Install' }));
  expect(asked('InstallApp')).toEqual([
    {
      input: expect.objectContaining({
        app: 'review-bot',
        organization: 'acme',
        repositorySelection: 'SUBSET',
        repositories: ['R_api'],
      }),
    },
  ]);
  // Its code is loaded first.
  await waitFor(() => expect(address()).toBe('/organizations/acme/settings/apps'));
});

test('an App that is not public goes into its own organization alone', async () => {
  open(anApp({ isPublic: false }));
  const choice = await screen.findByRole('combobox', { name: 'Organization' });
  expect(
    within(choice)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['globex']);
});

test('who owns no organization is told who can install it', async () => {
  open(anApp(), {
    InstallAppPage: () => ({
      app: anApp(),
      viewer: { __typename: 'User', id: 'U_1', organizations: aPage('Organization', [MINE[2]!]) },
    }),
  });
  expect(await screen.findByText('There is no organization where you can install it')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Install' })).toBeNull();
});

test('an App that one may not know of is not found', async () => {
  open(null);
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeTruthy();
});

test('an App that asks for something else by now is shown anew before it is let in', async () => {
  let app = anApp();
  const { user, asked } = open(null, {
    InstallAppPage: () => ({
      app,
      viewer: { __typename: 'User', id: 'U_1', organizations: aPage('Organization', MINE) },
    }),
    InstallApp: () => {
      app = anApp({ permissions: aPermissionSet({ contents: 'WRITE' }) });
      return refusal('CONFLICT', 'Review bot asks for something else by now. Look at it again.');
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Install' }));
  expect(await screen.findByText(/Look at it again/)).toBeTruthy();
  expect(await screen.findByText('Contents')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Install' }));
  await waitFor(() =>
    expect(asked('InstallApp')[1]).toMatchObject({ input: { permissions: [{ key: 'contents', level: 'WRITE' }] } }),
  );
});

test('the repositories of one organization are not offered for another', async () => {
  const { user } = open(anApp(), {
    InstallationRepositories: ({ login }) => ({
      organization: {
        __typename: 'Organization',
        id: `O_${String(login)}`,
        repositories: aPage('Repository', [
          { __typename: 'Repository', id: `R_${String(login)}`, name: `of-${String(login)}`, visibility: 'PRIVATE' },
        ]),
      },
    }),
  });
  await user.click(await screen.findByRole('radio', { name: /Only select repositories/ }));
  await user.click(screen.getByRole('button', { name: 'Select repositories' }));
  await screen.findByRole('option', { name: /of-acme/ });
  await user.keyboard('{Escape}');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Organization' }), 'globex');
  await user.click(screen.getByRole('button', { name: 'Select repositories' }));
  expect(screen.queryByRole('option', { name: /of-acme/ })).toBeNull();
  expect(await screen.findByRole('option', { name: /of-globex/ })).toBeTruthy();
});
