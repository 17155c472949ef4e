import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  DenyTokenRequestsDocument,
  type DenyTokenRequestsMutationVariables,
  TokenRequestPageDocument,
  WithdrawTokenRequestDocument,
} from '../../gql/graphql.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { TokenRequestPage } from './token-request-page.tsx';

const PATH = '/organizations/:org/settings/personal-access-token-requests/:id';
const AT = '/organizations/acme/settings/personal-access-token-requests/7';
const NONE = { __typename: 'PermissionSet', repository: [], organization: [], user: [] };
const contents = (level: string) => ({ __typename: 'Permission', key: 'contents', level });

const aRequest = {
  __typename: 'TokenRequest',
  id: 'request-7',
  status: 'PENDING',
  reason: 'For the monthly report',
  createdAt: '2026-11-20T08:00:00.000Z',
  decidedAt: null as string | null,
  decidedAutomatically: false,
  decidedBy: null as object | null,
  decisionReason: null as string | null,
  viewerCanDecide: true,
  viewerCanCancel: false,
  requester: { __typename: 'User', id: 'user-1', login: 'member', avatarUrl: '/a.svg' },
  deciders: [{ __typename: 'User', id: 'user-2', login: 'owner' }],
  token: { __typename: 'ReviewedToken', name: 'deploy', expiresAt: null, lastUsedAt: null },
  repositorySelection: 'ALL',
  repositories: { __typename: 'RepositoryConnection', totalCount: 0, nodes: [] },
  repositoriesAdded: { __typename: 'RepositoryConnection', nodes: [] },
  permissions: { ...NONE, repository: [contents('WRITE')] },
  permissionsAdded: NONE,
  permissionsUpgraded: { ...NONE, repository: [contents('WRITE')] },
};

const answering = (request: () => object | null, viewerRole = 'OWNER') => ({
  request: { query: TokenRequestPageDocument, variables: { login: 'acme', databaseId: 7 } },
  maxUsageCount: Number.POSITIVE_INFINITY,
  result: () => ({
    data: { organization: { __typename: 'Organization', id: 'organization-1', viewerRole, tokenRequest: request() } },
  }),
});

test('RQ-4, RQ-10: it says who asks, why, for what, and who can decide', async () => {
  renderPage(<TokenRequestPage />, { path: PATH, at: AT, mocks: [answering(() => aRequest)] });

  expect(await screen.findByRole('heading', { level: 1, name: 'Request for deploy' })).toBeDefined();
  for (const text of [
    'member',
    'owner',
    'For the monthly report',
    'All repositories, also those made later',
    'Contents',
    'Read and write',
    'Raised',
  ])
    expect(screen.getByText(text)).toBeDefined();
});

test('RQ-5, RQ-9: after a denial the page says by whom and why', async () => {
  let request = aRequest;
  const { user } = renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => request),
      {
        request: { query: DenyTokenRequestsDocument, variables: () => true },
        result: ({ input }: DenyTokenRequestsMutationVariables) => {
          const decided = {
            status: 'DENIED',
            viewerCanDecide: false,
            decidedAt: '2026-11-21T08:00:00.000Z',
            decisionReason: input.reason ?? null,
          };
          request = { ...aRequest, ...decided, decidedBy: { __typename: 'User', id: 'user-2', login: 'owner' } };
          const payload = {
            denied: [request],
            failures: [],
            deniedCount: 1,
            failureCount: 0,
            totalCount: 1,
            bulkDecision: null,
          };
          return { data: { denyTokenRequests: { __typename: 'DenyTokenRequestsPayload', ...payload } } };
        },
      },
    ],
  });

  await user.click(await screen.findByRole('button', { name: 'Deny' }));
  const dialog = await screen.findByRole('dialog', { name: 'Deny 1 request?' });
  await user.type(within(dialog).getByRole('textbox'), 'Too broad');
  await user.click(within(dialog).getByRole('button', { name: 'Deny' }));

  expect(await screen.findByText('Too broad')).toBeDefined();
  expect(screen.getByText('owner')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Deny' })).toBeNull();
});

test('RQ-8: the requester withdraws and is offered nothing to decide', async () => {
  const own = { ...aRequest, viewerCanDecide: false, viewerCanCancel: true };
  const cancelled = { ...own, status: 'CANCELLED', viewerCanCancel: false, decidedAt: '2026-11-21T08:00:00.000Z' };
  const { user } = renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => own, 'MEMBER'),
      {
        request: { query: WithdrawTokenRequestDocument, variables: { input: { requestId: 'request-7' } } },
        result: { data: { cancelTokenRequest: { __typename: 'CancelTokenRequestPayload', tokenRequest: cancelled } } },
      },
    ],
  });

  await user.click(await screen.findByRole('button', { name: 'Withdraw' }));
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Withdraw' }));
  expect((await screen.findAllByText('Cancelled')).length).toBeGreaterThan(0);
});
