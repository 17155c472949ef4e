import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import {
  DenyTokenRequestsDocument,
  type DenyTokenRequestsMutationVariables,
  OwnersStoryDocument,
  RequestersStoryDocument,
  TokenRequestPageDocument,
  WithdrawTokenRequestDocument,
} from '../../gql/graphql.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { TokenRequestPage } from './token-request-page.tsx';

const PATH = '/organizations/:org/settings/personal-access-token-requests/:id';
const AT = '/organizations/acme/settings/personal-access-token-requests/7';
const NONE = { __typename: 'PermissionSet', repository: [] as object[], organization: [], user: [] };
const permission = (key: string, level: string) => ({ __typename: 'Permission', key, level });
const of = (...repository: object[]) => ({ ...NONE, repository });

const aRequest = {
  __typename: 'TokenRequest',
  id: 'request-7',
  databaseId: 7,
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
  token: { __typename: 'ReviewedToken', databaseId: 70, name: 'deploy', expiresAt: null, lastUsedAt: null },
  repositorySelection: 'ALL',
  repositories: { __typename: 'RepositoryConnection', totalCount: 0, nodes: [] },
  repositoriesAdded: { __typename: 'RepositoryConnection', totalCount: 0 },
  added: { __typename: 'RepositoryConnection', nodes: [] as object[] },
  permissions: of(permission('contents', 'WRITE')),
  permissionsAdded: of(permission('contents', 'WRITE')),
  permissionsUpgraded: NONE,
  permissionsKept: NONE,
  permissionsDropped: NONE,
  organization: { __typename: 'Organization', id: 'organization-1', login: 'acme' },
};

const CANCELLED = 'personal_access_token.request_cancelled';
const REVOKED = 'personal_access_token.access_revoked';
const anEntry = (id: string, action: string, at: string, details: object) => ({
  __typename: 'AuditEntry',
  id,
  action,
  actorLogin: 'owner',
  at,
  details: { token_id: 70, ...details },
});
const log = (nodes: object[]) => ({ __typename: 'AuditEntryConnection', nodes });
const connection = (nodes: object[]) => ({ __typename: 'TokenRequestConnection', nodes });

/** The owner's view of the token's history, and the requester's. */
const history = (requests: () => object[], entries: { cancelled?: object[]; revoked?: object[] } = {}) => [
  {
    request: { query: OwnersStoryDocument, variables: () => true },
    maxUsageCount: Number.POSITIVE_INFINITY,
    result: () => ({
      data: {
        organization: {
          __typename: 'Organization',
          id: 'organization-1',
          tokenRequests: connection(requests()),
          cancelled: log(entries.cancelled ?? []),
          revoked: log(entries.revoked ?? []),
        },
      },
    }),
  },
  {
    request: { query: RequestersStoryDocument, variables: () => true },
    maxUsageCount: Number.POSITIVE_INFINITY,
    result: () => ({
      data: { viewer: { __typename: 'User', id: 'user-1', tokenRequests: connection(requests()) } },
    }),
  },
];

const answering = (request: () => object | null, viewerRole = 'OWNER') => ({
  request: { query: TokenRequestPageDocument, variables: { login: 'acme', databaseId: 7 } },
  maxUsageCount: Number.POSITIVE_INFINITY,
  result: () => ({
    data: { organization: { __typename: 'Organization', id: 'organization-1', viewerRole, tokenRequest: request() } },
  }),
});

test('RQ-4, RQ-10: it says who asks, why, for what, and who can decide', async () => {
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [answering(() => aRequest), ...history(() => [aRequest])],
  });

  expect(await screen.findByRole('heading', { level: 1, name: 'Request for deploy' })).toBeDefined();
  for (const text of [
    'member',
    'owner',
    'For the monthly report',
    'All repositories, also those made later',
    'Contents',
    'Read and write',
  ])
    expect(screen.getAllByText(text)).not.toEqual([]);
  for (const mark of ['Added', 'Kept', 'Raised']) expect(screen.queryByText(mark)).toBeNull();
});

test('TK-11: of a change it says what is added, raised from what to what, kept, lowered and dropped, in words', async () => {
  const change = {
    ...aRequest,
    repositorySelection: 'SUBSET',
    repositories: {
      __typename: 'RepositoryConnection',
      totalCount: 2,
      nodes: ['api', 'payroll'].map((name) => ({ __typename: 'Repository', id: name, name, visibility: 'PRIVATE' })),
    },
    repositoriesAdded: { __typename: 'RepositoryConnection', totalCount: 1 },
    added: { __typename: 'RepositoryConnection', nodes: [{ __typename: 'Repository', id: 'payroll' }] },
    permissions: of(permission('contents', 'WRITE'), permission('issues', 'READ'), permission('metadata', 'READ')),
    permissionsAdded: of(permission('actions', 'READ')),
    permissionsUpgraded: of(permission('contents', 'WRITE')),
    permissionsKept: of(permission('issues', 'READ'), permission('metadata', 'READ')),
    permissionsDropped: of(permission('issues', 'WRITE'), permission('deployments', 'WRITE')),
  };
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [answering(() => change), ...history(() => [change])],
  });

  expect(await screen.findByText('+1 permission, 1 raised, 1 lowered, 1 dropped, and +1 repository')).toBeDefined();
  expect(screen.getByText(/keeps working until this is decided/)).toBeDefined();
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  for (const line of [
    /^Actions.*Added.*Read$/,
    /^Contents.*Raised.*from Read to Read and write$/,
    /^Metadata.*Kept.*Read$/,
    /^Issues.*Lowered.*from Read and write to Read$/,
    /^Deployments.*Dropped.*Read and write$/,
    /^api.*Kept$/,
    /^payroll.*Added$/,
  ])
    expect(lines.filter((text) => line.test(text))).toHaveLength(1);
});

test('RQ-9, RQ-12: its history tells of every request of the token, why each ended, and of the revocation', async () => {
  const earlier = { ...aRequest, id: 'request-5', databaseId: 5, createdAt: '2026-11-01T08:00:00.000Z' };
  const replaced = { status: 'CANCELLED', decidedAt: '2026-11-20T08:00:00.000Z' };
  const decided = {
    ...aRequest,
    status: 'DENIED',
    viewerCanDecide: false,
    decidedAt: '2026-11-21T08:00:00.000Z',
    decidedBy: { __typename: 'User', id: 'user-2', login: 'owner' },
    decisionReason: 'Too broad',
  };
  const elsewhere = { ...aRequest, id: 'request-6', databaseId: 6, token: { ...aRequest.token, databaseId: 71 } };
  const requests = [decided, { ...earlier, ...replaced }, elsewhere];
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => decided),
      ...history(() => requests, {
        cancelled: [anEntry('A_1', CANCELLED, replaced.decidedAt, { cause: 'token_edited' })],
        revoked: [anEntry('A_2', REVOKED, '2026-11-10T08:00:00.000Z', { reason: 'Left the team' })],
      }),
    ],
  });

  const steps = within(await screen.findByRole('list', { name: 'History of this token here' }));
  const texts = steps.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(texts).toEqual([
    expect.stringMatching(/^member asked for access.*For the monthly report/),
    expect.stringMatching(/^owner revoked the access.*Left the team/),
    expect.stringMatching(/^Cancelled: an edit of the token replaced it/),
    expect.stringMatching(/^member edited the token and asked anew.*this request/),
    expect.stringMatching(/^owner denied it.*Too broad/),
  ]);
  expect(steps.getAllByRole('link', { name: /request of/ })[0]?.getAttribute('href')).toBe(AT.replace('7', '5'));
});

test('RQ-5, RQ-9: after a denial the page says by whom and why', async () => {
  let request = aRequest;
  const { user } = renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => request),
      ...history(() => [request]),
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

  expect(await screen.findAllByText('Too broad')).not.toEqual([]);
  expect(screen.getAllByText('owner')).not.toEqual([]);
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
      ...history(() => [own]),
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
