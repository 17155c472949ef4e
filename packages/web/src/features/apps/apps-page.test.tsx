import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { aPage, aPermissionList, aPermissionSet, inSettings, ofAcme } from '../../testing/in-settings.ts';
import { type Answers, refusal, renderAt } from '../../testing/render-at.tsx';

const APPS = '/organizations/acme/settings/apps';
const aRepository = (name: string) => ({ __typename: 'Repository', id: `R_${name}`, name, visibility: 'PRIVATE' });
const repositories = (...names: string[]) => aPage('Repository', names.map(aRepository));

const anInstallation = (more: object = {}) => ({
  __typename: 'AppInstallation',
  id: 'I_1',
  createdAt: '2026-11-01T08:00:00Z',
  suspendedAt: null,
  app: { __typename: 'App', id: 'A_1', name: 'Review bot', slug: 'review-bot', avatarUrl: '/bot.png' },
  permissions: aPermissionList({ contents: 'READ', metadata: 'READ' }),
  permissionsAsked: aPermissionSet({}),
  repositorySelection: 'SUBSET',
  repositories: repositories('payroll'),
  ...more,
});
const anOwnedApp = {
  __typename: 'App',
  id: 'A_1',
  slug: 'review-bot',
  name: 'Review bot',
  avatarUrl: '/bot.png',
  isPublic: true,
  installationCount: 2,
};
const installed = (...installations: object[]) => ofAcme({ apps: aPage('AppInstallation', installations) });
const open = (installations: object[], answers: Answers = {}) => ({
  user: userEvent.setup(),
  ...renderAt(APPS, {
    ...inSettings(),
    AppsPage: () => installed(...installations),
    OwnedApps: () => ofAcme({ ownedApps: aPage('App', [anOwnedApp]) }),
    ...answers,
  }),
});
const payload = (name: string, installation: object) => ({
  [name]: { __typename: `${name}Payload`, installation },
});

test('AP-1: an installed App stands with what it may do and where, and those of the organization below', async () => {
  open([anInstallation({ suspendedAt: '2026-11-02T08:00:00Z' })]);
  const list = await screen.findByRole('list', { name: 'Installed Apps' });
  for (const words of ['Review bot', 'Suspended', 'payroll', '2 repository permissions'])
    expect(within(list).getByText(words)).toBeTruthy();
  const owned = await screen.findByRole('list', { name: 'Apps of this organization' });
  expect(within(owned).getByRole('link', { name: 'Review bot' }).getAttribute('href')).toBe(`${APPS}/review-bot`);
  expect(owned.textContent).toContain('2 installations');
  expect(screen.getByRole('link', { name: 'Apps' }).getAttribute('aria-current')).toBe('page');
  expect(document.title).toBe('Apps · Countersign');
});

test('an organization without Apps says so in both parts', async () => {
  open([], { OwnedApps: () => ofAcme({ ownedApps: aPage('App', []) }) });
  expect(await screen.findByText('No App is installed')).toBeTruthy();
  expect(await screen.findByText('No App belongs to this organization')).toBeTruthy();
});

test('who may not see the Apps is told so once, and is offered no new one', async () => {
  open([], { ...inSettings('MEMBER'), AppsPage: () => refusal('FORBIDDEN', 'This is for owners.') });
  expect(await screen.findByText('This is for owners.')).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'New App' })).toBeNull();
  expect(screen.getAllByRole('alert')).toHaveLength(1);
});

test('an App is suspended after a question and let in by one press; a refusal stands at its row', async () => {
  const answers = [
    payload('suspendInstallation', anInstallation({ suspendedAt: '2026-11-02T08:00:00Z' })),
    refusal('CONFLICT', 'It was uninstalled.'),
  ];
  const { user, asked } = open([anInstallation()], {
    SuspendInstallation: () => answers.shift()!,
    UnsuspendInstallation: () => answers.shift()!,
  });
  await user.click(await screen.findByRole('button', { name: 'Suspend Review bot' }));
  await user.dblClick(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Suspend' }));
  await user.click(await screen.findByRole('button', { name: 'Unsuspend Review bot' }));
  expect(await screen.findByText('It was uninstalled.')).toBeTruthy();
  expect(asked('SuspendInstallation')).toEqual([{ input: { installationId: 'I_1' } }]);
});

test('AP-1: what an App asks for by now is shown against what it has, and exactly that is accepted', async () => {
  const more = aPermissionSet({ contents: 'WRITE' }, { members: 'READ' });
  const { user, asked } = open([anInstallation({ permissionsAsked: more })], {
    AcceptAppPermissions: () => payload('acceptAppPermissions', anInstallation()),
  });
  await user.click(await screen.findByRole('button', { name: 'Review what Review bot asks for' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toMatch(/Contents.*Raised.*from Read to Read and write/);
  expect(dialog.textContent).toMatch(/Members.*Added/);
  await user.click(within(dialog).getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(screen.queryByText(/It asks for more/)).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Review bot'));
  expect(asked('AcceptAppPermissions')).toEqual([
    {
      input: {
        installationId: 'I_1',
        permissions: [
          { key: 'contents', level: 'WRITE' },
          { key: 'members', level: 'READ' },
        ],
      },
    },
  ]);
});

test('other repositories are chosen in the row, and Cancel gives the focus back', async () => {
  const { user, asked } = open([anInstallation()], {
    InstallationChosenRepositories: () => ({ node: anInstallation() }),
    InstallationRepositories: () => ofAcme({ repositories: repositories('api', 'payroll') }),
    UpdateInstallation: () => payload('updateInstallation', anInstallation({ repositories: repositories('api') })),
  });
  const change = await screen.findByRole('button', { name: 'Change repositories of Review bot' });
  await user.click(change);
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(document.activeElement).toBe(change);

  await user.click(change);
  await user.click(await screen.findByRole('button', { name: 'Remove payroll' }));
  await user.click(screen.getByRole('button', { name: 'Save repositories' }));
  expect(await screen.findAllByText('Select at least one repository.')).not.toEqual([]);
  expect(asked('UpdateInstallation')).toEqual([]);

  await user.click(screen.getByRole('button', { name: 'Select repositories' }));
  await user.click(await screen.findByRole('option', { name: /api/ }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Save repositories' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save repositories' })).toBeNull());
  expect(asked('UpdateInstallation')).toEqual([
    { input: { installationId: 'I_1', repositorySelection: 'SUBSET', repositories: ['R_api'] } },
  ]);
});

test('AP-1: an App is uninstalled after a question, leaves the list, and it is told', async () => {
  const { user, asked } = open([anInstallation()], {
    UninstallApp: () => ({ uninstallApp: { __typename: 'UninstallAppPayload', ...ofAcme({}) } }),
  });
  await user.click(await screen.findByRole('button', { name: 'Uninstall Review bot' }));
  expect(asked('UninstallApp')).toEqual([]);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Uninstall' }));
  expect(await screen.findByText('Review bot was uninstalled.')).toBeTruthy();
  expect(screen.getByText('No App is installed')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Outcome' }));
  // How often the organization's own App is installed is counted anew.
  await waitFor(() => expect(asked('OwnedApps')).toHaveLength(2));
  expect(asked('UninstallApp')).toEqual([{ input: { installationId: 'I_1' } }]);
});

test('an App that asks for something else by now is shown anew in the question; the old refusal is forgotten', async () => {
  let permissionsAsked = aPermissionSet({ contents: 'WRITE' });
  const { user } = open([], {
    AppsPage: () => installed(anInstallation({ permissionsAsked })),
    AcceptAppPermissions: () => {
      permissionsAsked = aPermissionSet({}, { members: 'READ' });
      return refusal('CONFLICT', 'Review bot asks for something else by now. Look at it again.');
    },
  });
  const review = await screen.findByRole('button', { name: 'Review what Review bot asks for' });
  await user.click(review);
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Accept' }));
  expect(await within(dialog).findByText(/Look at it again/)).toBeTruthy();
  await waitFor(() => expect(dialog.textContent).toContain('Members'));
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await user.click(review);
  expect((await screen.findByRole('dialog')).textContent).not.toContain('Look at it again');
});

test('repositories of which a part cannot be read are not offered for a change', async () => {
  const answers = [
    () => ({ node: anInstallation({ repositories: aPage('Repository', [aRepository('payroll')], 'next') }) }),
    () => refusal('UNAVAILABLE', 'The database is away.'),
  ];
  const { user } = open([anInstallation()], { InstallationChosenRepositories: () => answers.shift()!() });
  await user.click(await screen.findByRole('button', { name: 'Change repositories of Review bot' }));
  expect(await screen.findByText('The database is away.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Save repositories' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
