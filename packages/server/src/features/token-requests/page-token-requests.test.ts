import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';

const PAGE = `query ($login: String!, $filter: TokenRequestFilter, $orderBy: TokenRequestOrder, $first: Int, $after: String, $last: Int, $before: String) {
  organization(login: $login) { tokenRequests(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountIsExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } nodes { databaseId } } } }`;
/** What the queue's page asks for. */
const QUEUE = `query ($login: String!, $filter: TokenRequestFilter) { organization(login: $login) { id tokenRequests(filter: $filter, first: 50) {
  totalCount totalCountIsExact asOf pageInfo { hasNextPage endCursor }
  nodes { id databaseId status reason createdAt viewerCanDecide viewerCanCancel requester { id login avatarUrl } deciders { login } decidedBy { ... on User { login } }
    token { name expiresAt lastUsedAt status } repositorySelection repositories(first: 3) { totalCount nodes { id name owner { ... on Organization { login } } } }
    repositoriesAdded(first: 3) { totalCount } organization { login }
    permissions { repository { key level } organization { key level } user { key level } } permissionsAdded { repository { key } } permissionsUpgraded { repository { key } } } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

type Team = Awaited<ReturnType<TestApp['aTeam']>>;
type Shown = {
  nodes: { databaseId: number }[];
  pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>;
  totalCount: number;
};

async function page({ owner, organization }: Team, variables: object): Promise<Shown> {
  const { data, errors } = await app.as(owner, PAGE, { login: organization.login, ...variables });
  expect(errors).toBeUndefined();
  return data.organization.tokenRequests;
}
const idsOf = ({ nodes }: Shown) => nodes.map(({ databaseId }) => databaseId);

/** All ids in the list's order, walked page by page. */
async function walk(team: Team, variables: object, way: 'forwards' | 'backwards'): Promise<number[]> {
  const walked: number[] = [];
  for (let cursor: string | null = null, isMore = true; isMore;) {
    const step: object = way === 'forwards' ? { first: 4, after: cursor } : { last: 4, before: cursor };
    // oxlint-disable-next-line no-await-in-loop -- a page comes after the one before it
    const shown = await page(team, { ...variables, ...step });
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = shown.pageInfo;
    if (way === 'forwards') walked.push(...idsOf(shown));
    else walked.unshift(...idsOf(shown));
    cursor = way === 'forwards' ? endCursor : startCursor;
    isMore = way === 'forwards' ? hasNextPage : hasPreviousPage;
    expect(shown.totalCount).toBe(13);
  }
  return walked;
}

/** 13 requests of three moments; some tokens were used, some never expire, and many of these moments are the same. */
async function aQueueOfTies(): Promise<Team> {
  const team = await app.aTeam();
  const start = Date.now();
  for (const [index, count] of [4, 5, 4].entries()) {
    app.now = new Date(start + index);
    // oxlint-disable-next-line no-await-in-loop -- in order
    await app.manyRequests(team.organization, team.member, count);
  }
  app.now = null;
  await app.database.query(
    `UPDATE tokens SET last_used_at = CASE id % 3 WHEN 0 THEN NULL WHEN 1 THEN issued_at ELSE timestamptz '2026-01-01' END,
       expires_at = CASE id % 4 WHEN 0 THEN NULL WHEN 1 THEN expires_at ELSE timestamptz '2036-01-01' END WHERE organization_id = $1`,
    [team.organization.id],
  );
  return team;
}

const COLUMNS = {
  CREATED_AT: 'request.created_at',
  LAST_USED_AT: 'token.last_used_at',
  EXPIRES_AT: 'token.expires_at',
};
const ORDERS = (['CREATED_AT', 'LAST_USED_AT', 'EXPIRES_AT'] as const).flatMap((field) => [
  { field, direction: 'ASC' as const },
  { field, direction: 'DESC' as const },
]);

test.each(ORDERS)(
  'RQ-3: by $field $direction every request is seen exactly once, forwards and backwards, ties and nulls included',
  async (orderBy) => {
    const team = await aQueueOfTies();
    const { direction, field } = orderBy;
    const rows: { id: number }[] = await app.database.query(
      `SELECT request.id FROM token_requests request JOIN tokens token ON token.id = request.token_id WHERE request.organization_id = $1
      ORDER BY coalesce(${COLUMNS[field]}, 'infinity') ${direction}, request.id ${direction}`,
      [team.organization.id],
    );
    const expected = rows.map(({ id }) => id);

    expect(await walk(team, { orderBy }, 'forwards')).toEqual(expected);
    expect(await walk(team, { orderBy }, 'backwards')).toEqual(expected);
  },
);

test('RQ-3: PENDING and newest first unless told; a request that comes meanwhile shifts no page', async () => {
  const team = await aQueueOfTies();
  const before = await page(team, { first: 6 });
  await app.manyRequests(team.organization, team.member, 3);
  const after = await page(team, { first: 7, after: before.pageInfo.endCursor });
  const ids = [...idsOf(before), ...idsOf(after)];
  expect(new Set(ids).size).toBe(13);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(after.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
});

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
test.each<[string, object, string]>([
  ['neither first nor last', {}, 'first'],
  ['first: 0', { first: 0 }, 'first'],
  ['first: 101', { first: 101 }, 'first'],
  ['first: -1', { first: -1 }, 'first'],
  ['last: 0', { last: 0 }, 'last'],
  ['last: 101', { last: 101 }, 'last'],
  ['first and last', { first: 1, last: 1 }, 'last'],
  ['first with before', { first: 1, before: 'x' }, 'before'],
  ['last with after', { last: 1, after: 'x' }, 'after'],
  ['a cursor that is nonsense', { first: 1, after: 'nonsense' }, 'after'],
  ['an empty cursor', { first: 1, after: '' }, 'after'],
  ['a cursor of nothing', { first: 1, after: cursorOf(null) }, 'after'],
  ['a cursor of half', { last: 1, before: cursorOf([null]) }, 'before'],
  ['a cursor of another list', { last: 1, before: cursorOf(['website', 7]) }, 'before'],
  ['a cursor of no day', { first: 1, after: cursorOf(['2026-99-99T00:00:00Z', 7]) }, 'after'],
  ['a cursor with a number for a moment', { first: 1, after: cursorOf([7, 7]) }, 'after'],
])('RQ-3: %s is INVALID', async (_, variables, field) => {
  const { owner, organization } = await app.aTeam();
  const { errors } = await app.as(owner, PAGE, { login: organization.login, ...variables });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
});

test('totalCount is exact to 10,000; above that it is 10,000 and says that it is not', async () => {
  const team = await app.aTeam();
  await app.manyRequests(team.organization, team.member, 10_000);
  expect(await page(team, { first: 1 })).toMatchObject({ totalCount: 10_000, totalCountIsExact: true });
  await app.manyRequests(team.organization, team.member, 1);
  expect(await page(team, { first: 1 })).toMatchObject({ totalCount: 10_000, totalCountIsExact: false });
});

test('the queue of 50 requests, each by another person for other repositories, takes as many statements as that of one', async () => {
  const { owner, organization } = await app.aTeam();
  const people = await Promise.all(Array.from({ length: 50 }, () => app.aPerson()));
  const repositories = await Promise.all(people.map(() => app.aRepository(owner, organization.login, 'PRIVATE')));
  for (const [index, person] of people.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- the organization's owners are locked by each
    await app.join(owner, organization, person.login);
    const { id } = repositories[index]!;
    // oxlint-disable-next-line no-await-in-loop -- see above
    await app.aToken(person, organization.login, { repositorySelection: 'SUBSET', repositories: [{ id }] });
  }
  const ask = async (filter: object) => {
    const counter = await app.countStatements();
    const { data, errors } = await app.as(owner, QUEUE, { login: organization.login, filter });
    counter.stop();
    expect(errors).toBeUndefined();
    return { rows: data.organization.tokenRequests.nodes.length, statements: counter.statements.length };
  };
  await ask({});
  const one = await ask({ owners: [people[0]!.login] });
  expect(one.rows).toBe(1);
  expect(await ask({})).toEqual({ rows: 50, statements: one.statements });
  expect(one.statements).toBeLessThan(13);
});
