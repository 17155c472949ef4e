import type { ApolloLink } from '@apollo/client';
import { act, screen, waitFor, within } from '@testing-library/react';
import { GraphQLError } from 'graphql';
import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import {
  ApproveTokenRequestsDocument,
  DenyTokenRequestsDocument,
  type DenyTokenRequestsMutationVariables,
  ListedTokenRequestsDocument,
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
  repositoriesWidened: false,
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

test('TK-11: that all repositories are asked for after some is said also beside an added permission', async () => {
  const change = {
    ...aRequest,
    repositoriesWidened: true,
    permissionsAdded: of(permission('issues', 'READ')),
    permissionsKept: of(permission('metadata', 'READ')),
  };
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [answering(() => change), ...history(() => [change])],
  });

  expect(await screen.findByText('+1 permission and all repositories')).toBeDefined();
  expect(screen.getByText('All repositories, also those made later').textContent).toContain('Widened');
});

test('TK-11: of a change that asked for all repositories before, nothing is widened', async () => {
  const change = { ...aRequest, permissionsUpgraded: of(permission('contents', 'WRITE')), permissionsAdded: NONE };
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [answering(() => change), ...history(() => [change])],
  });

  expect(await screen.findByText('1 raised')).toBeDefined();
  expect(screen.queryByText('Widened')).toBeNull();
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
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
});

const decidedBy = { __typename: 'User', id: 'user-3', login: 'second-owner' };
const ended = (status: string, more: object = {}) => ({
  ...aRequest,
  status,
  viewerCanDecide: false,
  decidedAt: '2026-11-21T08:00:00.000Z',
  ...more,
});

/** The page of an owner, on which something happens elsewhere to the request; its history is `after` from then on. */
async function whileOpen(event: object | null, after: object[]) {
  const events = new Subject<ApolloLink.Result>();
  let requests: object[] = [aRequest];
  renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    events,
    mocks: [
      answering(() => aRequest),
      ...history(() => requests),
      {
        request: { query: ListedTokenRequestsDocument, variables: { ids: ['request-7'] } },
        result: () => ({ data: { nodes: [requests[0]!] } }),
      },
    ],
  });
  await screen.findByRole('button', { name: 'Approve' });
  await screen.findByRole('list', { name: 'History of this token here' });
  requests = after;
  act(() => {
    const organization = { __typename: 'Organization', id: 'organization-1' };
    const tokenRequestsChanged = { __typename: 'TokenRequestsChange', organization, tokenRequest: event };
    events.next({ data: { tokenRequestsChanged } });
  });
  return screen.findByText('This request was closed while you had it open.');
}

test('RQ-7: what another owner decides meanwhile the page shows by itself, and says so', async () => {
  const denied = ended('DENIED', { decidedBy, decisionReason: 'Too broad' });
  const news = await whileOpen(denied, [denied]);

  expect(news.closest('output')?.textContent).toContain('second-owner denied it');
  expect(within(news.closest('output')!).queryByRole('link')).toBeNull();
  expect(screen.getByText(/^Denied by/).textContent).toMatch(/^Denied by second-owner/);
  expect(screen.getAllByText('Too broad')).not.toEqual([]);
  for (const name of ['Approve', 'Deny']) expect(screen.queryByRole('button', { name })).toBeNull();
});

test('RQ-6: so it does when it was one of many that were decided at once', async () => {
  const approved = ended('APPROVED', { decidedBy });
  const news = await whileOpen(null, [approved]);
  expect(news.closest('output')?.textContent).toContain('second-owner approved it');
});

test('RQ-12: of a request that an edit replaced, the page leads to the newer one', async () => {
  const replaced = ended('CANCELLED');
  const newer = { ...aRequest, id: 'request-9', databaseId: 9, createdAt: '2026-11-21T08:00:00.000Z' };
  const news = await whileOpen(replaced, [newer, replaced]);

  const status = within(news.closest('output')!);
  expect(status.getByText('Cancelled: an edit of the token replaced it')).toBeDefined();
  expect(status.getByRole('link', { name: 'See the newer request of this token' }).getAttribute('href')).toBe(
    AT.replace('7', '9'),
  );
});

test('RQ-7: who comes second with a decision is told why it does not count', async () => {
  let request: object = aRequest;
  const { user } = renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => request),
      ...history(() => [request]),
      {
        request: { query: ApproveTokenRequestsDocument, variables: () => true },
        result: () => {
          request = ended('DENIED', { decidedBy });
          const failures = [
            {
              __typename: 'DecisionFailure',
              requestId: 'request-7',
              code: 'ALREADY_DECIDED',
              message: 'Already denied by second-owner.',
            },
          ];
          const counts = { approvedCount: 0, failureCount: 1, totalCount: 1, bulkDecision: null };
          return {
            data: {
              approveTokenRequests: {
                __typename: 'ApproveTokenRequestsPayload',
                approved: [],
                failures,
                ...counts,
              },
            },
          };
        },
      },
    ],
  });

  await user.click(await screen.findByRole('button', { name: 'Approve' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Approve' }));
  expect(await screen.findByText('Already denied by second-owner.')).toBeDefined();
  expect((await screen.findByText(/^Denied by/)).textContent).toMatch(/^Denied by second-owner/);
});

/** The page of who asks, who withdraws; what they are told before they do. */
async function withdraw(more: object = {}) {
  const own = { ...aRequest, viewerCanDecide: false, viewerCanCancel: true, ...more };
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
  const dialog = await screen.findByRole('dialog', { name: 'Withdraw this request?' });
  const told = dialog.textContent;
  await user.click(within(dialog).getByRole('button', { name: 'Withdraw' }));
  expect((await screen.findAllByText('Cancelled')).length).toBeGreaterThan(0);
  return told;
}

test('RQ-8: the requester withdraws and is offered nothing to decide', async () => {
  expect(await withdraw()).toContain('goes on reading public resources only. You can ask again.');
  expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })));
});

test('TK-11, RQ-8: who withdraws a change is told that what was approved before goes on', async () => {
  const told = await withdraw({ permissionsKept: of(permission('metadata', 'READ')) });
  expect(told).toMatch(/What was approved before.*keeps working\. You can ask again\./);
  expect(told).not.toContain('public resources only');
});

test('RQ-9: a history that could not be loaded can be asked for again', async () => {
  const [owners, requesters] = history(() => [aRequest]);
  const { user } = renderPage(<TokenRequestPage />, {
    path: PATH,
    at: AT,
    mocks: [
      answering(() => aRequest),
      { request: owners!.request, result: { errors: [new GraphQLError('Broken.')] } },
      owners!,
      requesters!,
    ],
  });
  expect((await screen.findByText('The history could not be loaded.')).closest('[role="alert"]')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('list', { name: 'History of this token here' })).toBeDefined();
});
