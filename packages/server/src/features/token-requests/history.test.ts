import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { exportTokenRequests } from './export-token-requests.ts';
import { findTokenRequests } from './token-request-list.store.ts';
import type { TokenRequestFilter, TokenRequestOrder } from './token-request.store.ts';

const LIST = `query ($login: String!, $filter: TokenRequestFilter, $orderBy: TokenRequestOrder, $first: Int, $after: String) {
  organization(login: $login) { tokenRequests(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { status decidedAt decisionReason token { name } decidedBy { ... on User { login } } } } } }`;
const CLOSED = ['APPROVED', 'DENIED', 'CANCELLED'];
const day = (number: number) => new Date(Date.UTC(2026, 0, number, 10));

let app: TestApp;
let owner: User;
let second: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  app.now = day(1);
  ({ owner, member, organization: acme } = await app.aTeam());
  second = await app.aPerson();
  await app.join(owner, acme, second.login, 'OWNER');
  const steps: [name: string, number: number, by: User, decision: 'APPROVED' | 'DENIED'][] = [
    ['deploy', 2, owner, 'DENIED'],
    ['release', 3, second, 'APPROVED'],
    ['배포', 4, second, 'DENIED'],
    ['build', 5, owner, 'APPROVED'],
  ];
  for (const [name, number, by, decision] of steps) {
    // oxlint-disable no-await-in-loop -- one day after the other
    app.now = day(number);
    await app.aToken(member, acme.login, { name });
    app.now = new Date(day(number).getTime() + 1);
    await app.decideAll(by, acme, decision);
    // oxlint-enable no-await-in-loop
  }
  app.now = day(6);
  await app.aToken(member, acme.login, { name: 'waiting' });
});
afterAll(() => app.close());

const list = async (variables: object) => {
  const { data, errors } = await app.as(owner, LIST, { login: acme.login, first: 100, ...variables });
  expect(errors).toBeUndefined();
  return data.organization.tokenRequests;
};
const names = async (filter: object, orderBy: object = { field: 'DECIDED_AT', direction: 'DESC' }) =>
  (await list({ filter: { status: CLOSED, ...filter }, orderBy })).nodes.map(
    ({ token }: { token: { name: string } }) => token.name,
  );

test.each<[object, string[]]>([
  [{}, ['build', '배포', 'release', 'deploy']],
  [{ status: ['DENIED'] }, ['배포', 'deploy']],
  [{ decidedBy: ['nobody'] }, []],
  [{ decidedAfter: day(3) }, ['build', '배포', 'release']],
  [{ decidedBefore: day(3) }, ['deploy']],
  [{ decidedAfter: day(3), decidedBefore: day(4) }, ['release']],
  [{ text: '배포' }, ['배포']],
  [{ decidedAfter: day(3), text: 'RELEASE', status: ['DENIED'] }, []],
  [{ status: ['PENDING'], decidedAfter: day(1) }, []],
])('RQ-9: of the closed requests %j shows %j, the latest decision first', async (filter, expected) => {
  expect(await names(filter)).toEqual(expected);
});

test('RQ-9: one looks for what somebody decided, by login, an App by its slug', async () => {
  expect(await names({ decidedBy: [owner.login.toUpperCase()] })).toEqual(['build', 'deploy']);
  expect(await names({ decidedBy: [second.login, owner.login] })).toHaveLength(4);
  const [bot] = await app.database.query(
    `INSERT INTO apps (slug, name, client_id, owner_user_id, created_at) VALUES ('sweeper', 'Sweeper', 'CsSweeper', $1, now()) RETURNING id`,
    [owner.id],
  );
  await app.database.query(
    `UPDATE token_requests SET decided_by_user_id = NULL, decided_by_app_id = $1 WHERE search_text LIKE 'build%'`,
    [bot.id],
  );
  expect(await names({ decidedBy: ['sweeper'] })).toEqual(['build']);
  expect(await names({ decidedBy: ['sweeper', second.login] })).toEqual(['build', '배포', 'release']);
});

test('RQ-9: by decision in both orders, page by page; what waits comes last when ascending', async () => {
  const orderBy = { field: 'DECIDED_AT', direction: 'ASC' };
  const all = await names({ status: [...CLOSED, 'PENDING'] }, orderBy);
  expect(all).toEqual(['deploy', 'release', '배포', 'build', 'waiting']);
  for (const status of [CLOSED, [...CLOSED, 'PENDING']]) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      // oxlint-disable-next-line no-await-in-loop -- page after page
      const page: Awaited<ReturnType<typeof list>> = await list({ filter: { status }, orderBy, first: 2, after });
      seen.push(...page.nodes.map(({ token }: { token: { name: string } }) => token.name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(all.slice(0, seen.length));
    expect(seen).toHaveLength(status.length + 1);
  }
});

type Status = TokenRequestFilter['status'];
type Plan = { 'Node Type': string; 'Index Name'?: string; Plans?: Plan[] };
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

type Statement = [sql: string, parameters: unknown[]];

/** What is asked of the database meanwhile. */
async function statementsOf(read: () => Promise<unknown>): Promise<Statement[]> {
  const { logger } = app.database;
  const { logQuery } = logger;
  const statements: Statement[] = [];
  logger.logQuery = (sql, parameters) => void statements.push([sql, parameters as unknown[]]);
  await read();
  logger.logQuery = logQuery;
  return statements;
}
const readsPage = ([sql]: Statement) => sql.includes('sort_key');

async function planOf([sql, parameters]: Statement): Promise<Plan[]> {
  const [row] = await app.database.query(`EXPLAIN (FORMAT JSON) ${sql}`, parameters);
  return flat(row['QUERY PLAN'][0].Plan as Plan);
}
/** How the database reads the first page. */
async function planOfFirst(filter: TokenRequestFilter, order: TokenRequestOrder): Promise<Plan[]> {
  const { manager } = app.database;
  const asked = await statementsOf(() => findTokenRequests(manager, acme.id, filter, order, { first: 50 }));
  return planOf(asked.find(readsPage)!);
}
/** The indexes that serve it, and whether more is sorted than what was cut to a page: the whole list never is. */
const orderIn = (plan: Plan[]) => ({
  indexes: plan.map((node) => node['Index Name']),
  isSorted: plan.some(
    (node) => node['Node Type'] === 'Sort' && !flat(node).some((below) => below['Node Type'] === 'Limit'),
  ),
});
const inOrderFrom = (index: string) => ({ indexes: expect.arrayContaining([index]), isSorted: false });

test('the lists of the closed ones are read in order from an index, among tens of thousands', async () => {
  const ids = await app.manyRequests(acme, member, 20_000);
  await app.database.query(
    `UPDATE token_requests SET created_at = created_at - id * interval '1 minute',
            status = CASE id % 5 WHEN 0 THEN 'PENDING' WHEN 1 THEN 'DENIED' WHEN 2 THEN 'CANCELLED' ELSE 'APPROVED' END,
            decided_at = CASE id % 5 WHEN 0 THEN NULL ELSE created_at - id * interval '30 seconds' END, decided_by_user_id = $2
      WHERE id = ANY($1)`,
    [ids, second.id],
  );
  await app.database.query('VACUUM ANALYZE token_requests, token_request_moments, tokens, users');
  const closed = CLOSED as Status;
  const wanted: [TokenRequestFilter, TokenRequestOrder, string][] = [
    [{ status: closed }, { field: 'DECIDED_AT', direction: 'DESC' }, 'token_requests_history_idx'],
    [{ status: closed }, { field: 'DECIDED_AT', direction: 'ASC' }, 'token_requests_history_idx'],
    [
      { status: closed, decidedBy: [second.login] },
      { field: 'DECIDED_AT', direction: 'DESC' },
      'token_requests_history_idx',
    ],
    [{ status: closed }, { field: 'CREATED_AT', direction: 'DESC' }, 'token_request_moments_created_idx'],
    [{ status: ['DENIED'] }, { field: 'CREATED_AT', direction: 'DESC' }, 'token_request_moments_created_idx'],
    [{}, { field: 'CREATED_AT', direction: 'ASC' }, 'token_request_moments_created_idx'],
    [{}, { field: 'LAST_USED_AT', direction: 'DESC' }, 'token_request_moments_last_used_idx'],
    [{}, { field: 'EXPIRES_AT', direction: 'ASC' }, 'token_request_moments_expires_idx'],
  ];
  for (const [filter, order, index] of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- eight
    expect(orderIn(await planOfFirst(filter, order))).toEqual(inOrderFrom(index));
  }
});

test('RQ-9: closed ones are exported as their list shows them, the latest decision first, each page from the index and by two statements', async () => {
  const { pages } = await exportTokenRequests(await app.sessionOf(owner), acme.login, { status: CLOSED as Status });
  const decided: Date[] = [];
  const asked = await statementsOf(async () => {
    for (let count = 0; count < 3; count++) {
      // oxlint-disable-next-line no-await-in-loop -- page after page
      const { value } = await pages.next();
      decided.push(...(value as { decidedAt: Date }[]).map(({ decidedAt }) => decidedAt));
    }
  });
  expect(decided).toHaveLength(300);
  expect(decided).toEqual(decided.toSorted((one, other) => other.getTime() - one.getTime()));
  expect(asked).toHaveLength(6);
  const plans = await Promise.all(asked.filter(readsPage).map(planOf));
  expect(plans).toHaveLength(3);
  for (const plan of plans) expect(orderIn(plan)).toEqual(inOrderFrom('token_requests_history_idx'));
});

test.each<[Status]>([[null], [['PENDING']], [['PENDING', 'DENIED']]])(
  'RQ-3: an export of %j, with those that wait, is the newest first',
  async (status) => {
    const { pages } = await exportTokenRequests(await app.sessionOf(owner), acme.login, { status });
    const created = ((await pages.next()).value as { createdAt: Date }[]).map(({ createdAt }) => createdAt);
    expect(created).toEqual(created.toSorted((one, other) => other.getTime() - one.getTime()));
  },
);
