import type { MockLink } from '@apollo/client/testing';
import { screen, within } from '@testing-library/react';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import {
  ApproveTokenRequestsDocument,
  type ApproveTokenRequestsMutationVariables,
  TokenRequestsPageDocument,
} from '../../gql/graphql.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { TokenRequestsPage } from './token-requests-page.tsx';

const PATH = '/organizations/:org/settings/personal-access-token-requests';
const AT = '/organizations/acme/settings/personal-access-token-requests';
const READ_AT = '2026-11-21T08:00:00.000Z';
const NO_PERMISSIONS = { __typename: 'PermissionSet', repository: [] as object[], organization: [], user: [] };

const permission = (key: string, level: string) => ({ __typename: 'Permission', key, level });

const aRequest = (id: number, name: string, reason: string | null = null, more: object = {}) => ({
  __typename: 'TokenRequest',
  id: `request-${id}`,
  databaseId: id,
  status: 'PENDING',
  reason,
  createdAt: '2026-11-20T08:00:00.000Z',
  viewerCanDecide: true,
  requester: { __typename: 'User', id: 'user-1', login: 'member', avatarUrl: '/a.svg' },
  token: { __typename: 'ReviewedToken', name, expiresAt: null, lastUsedAt: null },
  repositorySelection: 'SUBSET',
  repositories: {
    __typename: 'RepositoryConnection',
    totalCount: 1,
    nodes: [{ __typename: 'Repository', id: 'repo-1', name: 'payroll' }],
  },
  permissions: { ...NO_PERMISSIONS, repository: [permission('contents', 'READ')] },
  repositoriesAdded: { __typename: 'RepositoryConnection', totalCount: 0 },
  repositoriesWidened: false,
  permissionsAdded: { ...NO_PERMISSIONS, repository: [permission('contents', 'READ')] },
  permissionsUpgraded: NO_PERMISSIONS,
  permissionsKept: NO_PERMISSIONS,
  permissionsDropped: NO_PERMISSIONS,
  ...more,
});

const aQueue = (nodes: ReturnType<typeof aRequest>[], totalCount = nodes.length): MockLink.MockedResponse => ({
  request: { query: TokenRequestsPageDocument, variables: () => true },
  maxUsageCount: Number.POSITIVE_INFINITY,
  result: {
    data: {
      organization: {
        __typename: 'Organization',
        id: 'organization-1',
        tokenRequests: {
          __typename: 'TokenRequestConnection',
          totalCount,
          totalCountIsExact: true,
          asOf: READ_AT,
          nodes,
          pageInfo: {
            __typename: 'PageInfo',
            hasNextPage: false,
            hasPreviousPage: false,
            startCursor: null,
            endCursor: null,
          },
        },
      },
    },
  },
});

const show = (...mocks: MockLink.MockedResponse[]) => renderPage(<TokenRequestsPage />, { path: PATH, at: AT, mocks });

test('RQ-4: a row says token, requester, reason, repositories and permissions', async () => {
  show(aQueue([aRequest(7, 'deploy', 'For the monthly report')]));

  const row = await screen.findByRole('listitem');
  expect(within(row).getByRole('link', { name: 'deploy' }).getAttribute('href')).toBe(`${AT}/7`);
  for (const text of [
    'member',
    'For the monthly report',
    'payroll',
    '1 repository permission',
    'no expiration',
    'never used',
  ])
    expect(within(row).getByText(text)).toBeDefined();
});

test('TK-11: a row says in short how a change differs from what was approved; of a first request nothing of the kind', async () => {
  const change = {
    repositoriesWidened: true,
    permissionsAdded: { ...NO_PERMISSIONS, repository: [permission('issues', 'READ'), permission('actions', 'READ')] },
    permissionsUpgraded: { ...NO_PERMISSIONS, repository: [permission('contents', 'WRITE')] },
    permissionsKept: { ...NO_PERMISSIONS, repository: [permission('metadata', 'READ')] },
  };
  show(aQueue([aRequest(1, 'deploy', null, change), aRequest(2, 'first')]));

  const [changed, first] = await screen.findAllByRole('listitem');
  expect(within(changed!).getByText('Change: +2 permissions, 1 raised, and all repositories')).toBeDefined();
  expect(within(first!).queryByText(/Change:/)).toBeNull();
});

test('an empty queue says that nothing waits', async () => {
  show(aQueue([]));
  expect(await screen.findByRole('heading', { name: 'Nothing waits' })).toBeDefined();
});

test('a failed load says why, under which id, and offers another try', async () => {
  const broken = new GraphQLError('Something broke on our side.', {
    extensions: { code: 'INTERNAL', requestId: 'req-1' },
  });
  show({ request: { query: TokenRequestsPageDocument, variables: () => true }, result: { errors: [broken] } });

  expect((await screen.findByRole('alert')).textContent).toContain('Something broke on our side.');
  expect(screen.getByText('Request id: req-1')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
});

test('a cursor that was never one leads back to the first page, with the filters at hand', async () => {
  const lost = new GraphQLError('No.', { extensions: { code: 'INVALID', fields: { after: 'This is no cursor.' } } });
  const { user, address } = renderPage(<TokenRequestsPage />, {
    path: PATH,
    at: `${AT}?owner=mona&after=cut`,
    mocks: [
      { request: { query: TokenRequestsPageDocument, variables: () => true }, result: { errors: [lost] } },
      aQueue([]),
    ],
  });
  const back = await screen.findByRole('button', { name: 'Go to the first page' });
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  for (const name of [/^Owner/, /^Clear filters/]) expect(screen.getByRole('button', { name })).toBeDefined();
  await user.click(back);
  expect(address()).toBe(`${AT}?owner=mona`);
});

test('what is searched stands in the address', async () => {
  const { user, address } = show(aQueue([aRequest(1, 'deploy')]));
  await user.type(await screen.findByRole('searchbox'), 'ci{Enter}');
  expect(address()).toBe(`${AT}?q=ci`);
});

test('RQ-6: of two approved, the one that cannot be decided is told at its row, and the other is marked', async () => {
  const requests = [aRequest(1, 'good'), aRequest(2, 'dead')];
  const { user } = show(aQueue(requests), {
    request: { query: ApproveTokenRequestsDocument, variables: () => true },
    result: ({ input }: ApproveTokenRequestsMutationVariables) => ({
      data: {
        approveTokenRequests: {
          __typename: 'ApproveTokenRequestsPayload',
          approved: [
            { ...requests[0], status: 'APPROVED', decidedAt: READ_AT, viewerCanDecide: false, viewerCanCancel: false },
          ],
          failures: [
            {
              __typename: 'DecisionFailure',
              requestId: 'request-2',
              code: 'TOKEN_DEAD',
              message: `Dead: ${input.reason}`,
            },
          ],
          approvedCount: 1,
          failureCount: 1,
          totalCount: 2,
          bulkDecision: null,
        },
      },
    }),
  });

  await user.click(await screen.findByRole('checkbox', { name: 'Select all on this page' }));
  await user.click(screen.getByRole('button', { name: '2 requests selected…' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Approve…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Approve 2 requests?' });
  await user.type(within(dialog).getByRole('textbox'), 'fine');
  await user.click(within(dialog).getByRole('button', { name: 'Approve' }));

  const [good, dead] = await screen.findAllByRole('listitem');
  expect(await within(dead!).findByText('Dead: fine')).toBeDefined();
  expect(within(good!).getByText('Approved')).toBeDefined();
  expect(screen.getByRole('checkbox', { name: 'Select good' })).toHaveProperty('disabled', true);
  expect(screen.getAllByText('1 request approved. 1 could not be decided.')).toHaveLength(2);
});

test('RQ-12: all that match are decided as of the moment the list was read', async () => {
  const sent: ApproveTokenRequestsMutationVariables[] = [];
  const { user } = show(aQueue([aRequest(1, 'one')], 312), {
    request: { query: ApproveTokenRequestsDocument, variables: () => true },
    result: (variables: ApproveTokenRequestsMutationVariables) => {
      sent.push(variables);
      return { errors: [new GraphQLError('Enough seen.')] };
    },
  });

  await user.click(await screen.findByRole('checkbox', { name: 'Select all on this page' }));
  await user.click(screen.getByRole('button', { name: 'Select all 312 requests that match' }));
  await user.click(screen.getByRole('button', { name: '312 requests selected…' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Approve…' }));
  await user.click(await screen.findByRole('button', { name: 'Approve' }));

  expect(await screen.findByText('Enough seen.')).toBeDefined();
  expect(sent[0]?.input).toEqual({ organization: 'acme', reason: null, filter: {}, asOf: READ_AT });
});
