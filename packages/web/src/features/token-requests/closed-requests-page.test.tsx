import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { refusal, renderAt } from '../../testing/render-at.tsx';
import type { Answers } from '../../testing/render-at.tsx';

const AT = '/organizations/acme/settings/personal-access-token-requests';
const CLOSED = `${AT}?tab=closed`;
const NONE = { __typename: 'PermissionSet', repository: [], organization: [], user: [] };
const acme = { __typename: 'Organization', id: 'O_1', login: 'acme', name: null, avatarUrl: '/acme.png' };

const aClosedRequest = (id: number, name: string, more: object = {}) => ({
  __typename: 'TokenRequest',
  id: `Q_${id}`,
  databaseId: id,
  status: 'DENIED',
  reason: null,
  createdAt: '2026-11-20T08:00:00.000Z',
  decidedAt: '2026-11-21T08:00:00.000Z',
  decidedAutomatically: false,
  decidedBy: { __typename: 'User', id: 'U_2', login: 'owl' },
  decisionReason: 'Too broad',
  requester: { __typename: 'User', id: 'U_3', login: 'member', avatarUrl: '/a.svg' },
  token: { __typename: 'ReviewedToken', name, expiresAt: null, lastUsedAt: null },
  repositorySelection: 'ALL',
  repositories: { __typename: 'RepositoryConnection', totalCount: 0, nodes: [] },
  repositoriesAdded: { __typename: 'RepositoryConnection', totalCount: 0 },
  repositoriesWidened: false,
  permissions: NONE,
  permissionsAdded: NONE,
  permissionsUpgraded: NONE,
  permissionsKept: NONE,
  permissionsDropped: NONE,
  ...more,
});

const listing = (nodes: object[], more: object = {}): Answers => ({
  OrganizationSettings: () => ({ organization: { ...acme, viewerRole: 'MEMBER' } }),
  ClosedRequestsPage: () => ({
    organization: {
      ...acme,
      tokenRequests: {
        __typename: 'TokenRequestConnection',
        totalCount: nodes.length,
        totalCountIsExact: true,
        nodes,
        pageInfo: {
          __typename: 'PageInfo',
          hasNextPage: false,
          hasPreviousPage: false,
          startCursor: null,
          endCursor: null,
        },
        ...more,
      },
    },
  }),
});

test('RQ-9: closed requests say how they ended, by whom and why, the latest decision first', async () => {
  const withdrawn = { status: 'CANCELLED', decidedBy: null, decisionReason: null };
  const { asked } = renderAt(CLOSED, listing([aClosedRequest(1, 'deploy'), aClosedRequest(2, 'backup', withdrawn)]));

  const rows = within(await screen.findByRole('list', { name: 'Closed token requests' })).getAllByRole('listitem');
  expect(rows[0]?.textContent).toMatch(/deploy.*Denied.*member.*Denied by owl.*Too broad/);
  expect(rows[1]?.textContent).toMatch(/backup.*Cancelled/);
  expect(screen.getByText('2 closed requests')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Closed' }).getAttribute('aria-current')).toBe('page');
  expect(screen.getByRole('link', { name: 'Pending' }).getAttribute('aria-current')).toBeNull();
  expect(asked('ClosedRequestsPage')[0]?.['filter']).toEqual({ status: ['APPROVED', 'DENIED', 'CANCELLED'] });
  expect(asked('ClosedRequestsPage')[0]?.['orderBy']).toEqual({ field: 'DECIDED_AT', direction: 'DESC' });
});

test('RQ-9: what the address filters by is asked for, and exported the same', async () => {
  const { asked } = renderAt(
    `${CLOSED}&q=ci&status=denied&decider=owl&from=2026-11-01&until=2026-11-02`,
    listing([aClosedRequest(1, 'deploy')]),
  );
  await screen.findByRole('list', { name: 'Closed token requests' });
  const filter = {
    status: ['DENIED'],
    text: 'ci',
    decidedBy: ['owl'],
    decidedAfter: new Date('2026-11-01T00:00:00').toISOString(),
    decidedBefore: new Date('2026-11-03T00:00:00').toISOString(),
  };
  expect(asked('ClosedRequestsPage')[0]?.['filter']).toEqual(filter);
  for (const format of ['csv', 'json']) {
    const href = screen.getByRole('link', { name: `Export as ${format.toUpperCase()}` }).getAttribute('href') ?? '';
    const [path, query] = href.split('?');
    expect(path).toBe('/api/exports/token-requests');
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      organization: 'acme',
      format,
      ...filter,
      status: 'DENIED',
      decidedBy: 'owl',
    });
  }
});

test('a status is chosen from the filter, and one click leads back to everything', async () => {
  const { asked } = renderAt(CLOSED, listing([aClosedRequest(1, 'deploy')]));
  await userEvent.click(await screen.findByRole('button', { name: 'Status' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Cancelled' }));
  await userEvent.keyboard('{Escape}');
  expect(asked('ClosedRequestsPage').at(-1)?.['filter']).toEqual({ status: ['CANCELLED'] });
  await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
});

test('RQ-9: a day can be typed: a year that is still being typed is none yet', async () => {
  const { asked, address } = renderAt(CLOSED, listing([aClosedRequest(1, 'deploy')]));
  const from = await screen.findByLabelText<HTMLInputElement>('Decided from');
  fireEvent.change(from, { target: { value: '0002-11-03' } });
  expect(from.value).toBe('0002-11-03');
  expect(address()).toBe(CLOSED);
  fireEvent.change(from, { target: { value: '2026-11-03' } });
  await waitFor(() => expect(address()).toBe(`${CLOSED}&from=2026-11-03`));
  expect(asked('ClosedRequestsPage').at(-1)).toMatchObject({
    filter: { decidedAfter: new Date(2026, 10, 3).toISOString() },
  });
});

test('a cursor that was never one leads back to the first page, with the filters at hand', async () => {
  const { address } = renderAt(`${CLOSED}&status=denied&after=cut`, {
    ...listing([]),
    ClosedRequestsPage: () => refusal('INVALID', 'No.', { after: 'This is no cursor.' }),
  });
  const back = await screen.findByRole('button', { name: 'Go to the first page' });
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  for (const name of ['Status', 'Clear filters'])
    expect(screen.getByRole('button', { name: new RegExp(`^${name}`) })).toBeTruthy();
  await userEvent.click(back);
  expect(address()).toBe(`${CLOSED}&status=denied`);
});

test.each([
  ['', 'No closed requests'],
  ['&q=nothing', 'No closed request matches'],
  ['&after=abc', 'This page is empty now'],
])('an empty list (%s) says why', async (query, words) => {
  renderAt(CLOSED + query, listing([]));
  expect(await screen.findByRole('heading', { name: words })).toBeTruthy();
});

test('a list that cannot be loaded says so and can be tried again', async () => {
  renderAt(CLOSED, { ...listing([]), ClosedRequestsPage: () => refusal('INTERNAL', 'Broken.') });
  expect((await screen.findByText('Broken.')).closest('[role="alert"]')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
