import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderAt } from '../../testing/render-at.tsx';

const anOrganization = (login: string, viewerRole: 'OWNER' | 'MEMBER') => ({
  __typename: 'Organization',
  id: `O_${login}`,
  login,
  name: null,
  avatarUrl: `/${login}.png`,
  viewerRole,
});
const open = (nodes: object[], enterprises: object[] = []) =>
  renderAt('/settings/organizations', {
    OrganizationsPage: () => ({
      viewer: {
        __typename: 'User',
        id: 'U_1',
        organizations: { __typename: 'OrganizationConnection', nodes },
        enterprises,
      },
    }),
  });

test('each organization stands with my role and leads to its settings', async () => {
  open([anOrganization('acme', 'OWNER'), anOrganization('globex', 'MEMBER')]);

  const list = await screen.findByRole('list', { name: 'Your organizations' });
  const [acme, globex] = within(list).getAllByRole('listitem');
  expect(acme!.textContent).toMatch(/acme.*Owner/);
  expect(within(acme!).getByRole('link', { name: 'Settings of acme' }).getAttribute('href')).toBe(
    '/organizations/acme/settings/personal-access-tokens',
  );
  expect(globex!.textContent).toMatch(/globex.*Member/);
  expect(within(globex!).getByRole('link', { name: 'Settings of globex' })).toBeTruthy();
});

test('somebody without an organization is told so', async () => {
  open([]);
  expect(await screen.findByText('You are not a member of any organization')).toBeTruthy();
});

test('whoever owns an enterprise finds its settings there', async () => {
  open([], [{ __typename: 'Enterprise', id: 'E_1', slug: 'acme-enterprise', name: 'Acme Enterprise' }]);
  const list = await screen.findByRole('list', { name: 'Your enterprises' });
  expect(within(list).getByRole('link', { name: 'Settings of acme-enterprise' }).getAttribute('href')).toBe(
    '/enterprises/acme-enterprise/settings/personal-access-tokens',
  );
});
