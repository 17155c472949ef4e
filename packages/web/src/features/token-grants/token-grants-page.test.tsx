import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  RevokeTokenGrantsDocument,
  type RevokeTokenGrantsMutationVariables,
  TokenGrantsPageDocument,
} from '../../gql/graphql.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { TokenGrantsPage } from './token-grants-page.tsx';

const PATH = '/organizations/:org/settings/personal-access-tokens/active';
const AT = '/organizations/acme/settings/personal-access-tokens/active';
const CONNECTION = { totalCountIsExact: true, asOf: '2026-11-21T08:00:00.000Z' };
const PAGE_INFO = {
  __typename: 'PageInfo',
  hasNextPage: false,
  hasPreviousPage: false,
  startCursor: null,
  endCursor: null,
};

const aGrant = (id: number, name: string) => ({
  __typename: 'TokenGrant',
  id: `grant-${id}`,
  databaseId: id,
  grantedAt: '2026-11-20T08:00:00.000Z',
  viewerCanRevoke: true,
  user: { __typename: 'User', id: 'user-1', login: 'member', avatarUrl: '/a.svg' },
  token: { __typename: 'ReviewedToken', name, expiresAt: null, lastUsedAt: null },
  repositorySelection: 'ALL',
  repositories: { __typename: 'RepositoryConnection', totalCount: 0, nodes: [] },
  permissions: { __typename: 'PermissionSet', repository: [], organization: [], user: [] },
});

test('GN-1, GN-2: revoked ones leave the list, with the reason for their owner sent along', async () => {
  const grants = [aGrant(1, 'deploy'), aGrant(2, 'backup')];
  const sent: RevokeTokenGrantsMutationVariables[] = [];
  const { user } = renderPage(<TokenGrantsPage />, {
    path: PATH,
    at: AT,
    mocks: [
      {
        request: { query: TokenGrantsPageDocument, variables: () => true },
        maxUsageCount: Number.POSITIVE_INFINITY,
        result: () => {
          const tokenGrants = {
            __typename: 'TokenGrantConnection',
            ...CONNECTION,
            totalCount: grants.length,
            nodes: [...grants],
            pageInfo: PAGE_INFO,
          };
          return { data: { organization: { __typename: 'Organization', id: 'organization-1', tokenGrants } } };
        },
      },
      {
        request: { query: RevokeTokenGrantsDocument, variables: () => true },
        result: (variables: RevokeTokenGrantsMutationVariables) => {
          sent.push(variables);
          const revoked = grants.splice(0, 1);
          const payload = { revoked, failures: [], revokedCount: 1, failureCount: 0 };
          return { data: { revokeTokenGrants: { __typename: 'RevokeTokenGrantsPayload', ...payload } } };
        },
      },
    ],
  });

  await user.click(await screen.findByRole('checkbox', { name: 'Select deploy' }));
  await user.click(screen.getByRole('button', { name: 'Revoke…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Revoke access of 1 token?' });
  await user.type(within(dialog).getByRole('textbox'), 'Left the team');
  await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));

  expect((await screen.findAllByText('Access of 1 token revoked.')).length).toBeGreaterThan(0);
  expect(sent).toEqual([{ input: { organization: 'acme', reason: 'Left the team', grantIds: ['grant-1'] } }]);
  expect(await screen.findByText('1 token')).toBeDefined();
  expect(screen.queryByRole('link', { name: 'deploy' })).toBeNull();
});
