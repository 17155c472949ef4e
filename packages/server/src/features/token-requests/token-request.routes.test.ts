import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anAppOn } from '../../testing/an-app.ts';
import { anInstalledApp, REVIEWER } from '../../testing/installed-app.ts';
import { TestApp, type TokenWish } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { describeTokenRequests } from './token-request-export.store.ts';

let app: TestApp;
let owner: User;
let bot: string;
let acme: Organization;
let member: User;
let other: User;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());
beforeEach(async () => {
  owner = await app.aPerson();
  acme = await app.anOrganization(owner);
  [member, other] = [await app.aPerson(), await app.aPerson()];
  await app.join(owner, acme, member.login);
  await app.join(owner, acme, other.login);
  bot = await (await anInstalledApp(app, acme)).token();
});

type Item = { id: number; token_id: number; token_name: string };
type Problem = { message: string; errors?: { field: string }[] };
async function ask(path: string, body?: unknown) {
  const answer = await fetch(`${app.address}/api/v3/orgs/${acme.login}/personal-access-token-requests${path}`, {
    headers: { authorization: `token ${bot}` },
    ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: (text === '' ? null : JSON.parse(text)) as Problem,
    link: answer.headers.get('link'),
  };
}
const aRequest = async (name: string, by = member, wish: TokenWish = {}) =>
  (await app.aToken(by, acme.login, { name, ...wish })).token.id;
const list = async (query: string) => (await ask(query)).body as unknown as Item[];
const namesFor = async (query: string) => (await list(`?${query}`)).map(({ token_name }) => token_name).toSorted();

test('AP-2: the list holds what waits, newest first, or oldest first when asked', async () => {
  for (const name of ['one', 'two', 'three'])
    // oxlint-disable-next-line no-await-in-loop
    await aRequest(name);
  const names = async (query: string) => (await list(query)).map(({ token_name }) => token_name);
  expect(await names('')).toEqual(['three', 'two', 'one']);
  expect(await names('?direction=asc&sort=created_at')).toEqual(['one', 'two', 'three']);
  await app.decideAll(owner, acme, 'DENIED');
  expect(await names('')).toEqual([]);
});

test('AP-2: each filter, and several together; lists in each of the three spellings', async () => {
  const repository = await app.aRepository(owner, acme.login, 'PRIVATE');
  const subset = { repositorySelection: 'SUBSET', repositories: [{ id: repository.id }] } as const;
  const first = await aRequest('all', member, { permissions: { issues: 'write' } });
  const second = await aRequest('some', other, { ...subset, permissions: { contents: 'read' } });
  await aRequest('none', other, { repositorySelection: 'NONE', permissions: { members: 'read' } });
  await app.database.query(`UPDATE tokens SET last_used_at = '2026-01-02T00:00:00Z' WHERE id = $1`, [first]);

  const [one, two] = [member.login, other.login];
  expect(await namesFor(`owner[]=${one}&owner[]=${two}`)).toHaveLength(3);
  expect(await namesFor(`owner=${one}&owner=${two}`)).toHaveLength(3);
  expect(await namesFor(`owner=${one},${two}`)).toHaveLength(3);
  expect(await namesFor(`owner[]=${one.toUpperCase()}`)).toEqual(['all']);
  expect(await namesFor('owner=nobody-of-that-name')).toEqual([]);
  for (const ids of [`token_id[]=${first}&token_id[]=${second}`, `token_id=${first},${second}`])
    // oxlint-disable-next-line no-await-in-loop
    expect(await namesFor(ids)).toEqual(['all', 'some']);
  expect(await namesFor(`repository=${repository.name}`)).toEqual(['all', 'some']);
  expect(await namesFor('permission=issues_read')).toEqual(['all']);
  expect(await namesFor('permission=members_read')).toEqual(['none']);
  expect(await namesFor('last_used_after=2026-01-01T00:00:00Z&last_used_before=2026-01-03')).toEqual(['all']);
  expect(await namesFor('last_used_before=2026-01-01T00:00:00Z')).toEqual([]);
  expect(await namesFor(`owner=${two}&permission=contents_read&repository=${repository.name}`)).toEqual(['some']);
  expect(await namesFor('owner=&repository=&permission=&token_id=')).toHaveLength(3);
});

test('AP-2: pages are led to by Link, and cost the same number of statements however many rows they hold', async () => {
  await app.manyRequests(acme, member, 7);
  const statementsFor = async (query: string) => {
    const { statements, stop } = await app.countStatements();
    await ask(query);
    stop();
    return statements.length;
  };
  expect(await statementsFor('?per_page=7')).toBe(await statementsFor('?per_page=2'));
  const { link } = await ask('?per_page=3&page=2');
  expect(await list('?per_page=3&page=2')).toHaveLength(3);
  expect([...link!.matchAll(/[?&]page=(\d)>; rel="(\w+)"/g)].map(([, page, rel]) => `${rel} ${page}`)).toEqual([
    'prev 1',
    'first 1',
    'next 3',
    'last 3',
  ]);
  expect(await list('?per_page=3&page=9')).toEqual([]);
  expect((await ask('?per_page=100')).link).toBeNull();
});

test.each([
  ['sort=name', 'sort'],
  ['direction=up', 'direction'],
  ['permission=issues', 'permission'],
  ['permission=issues_everything', 'permission'],
  ['permission=nothing_read', 'permission'],
  ['last_used_before=yesterday', 'last_used_before'],
  ['last_used_after=2026-13-01T00:00:00Z', 'last_used_after'],
  ['last_used_after=2026-01-01&last_used_after=2026-01-02', 'last_used_after'],
  ['token_id=one', 'token_id.0'],
  ['token_id=-1', 'token_id.0'],
  [`token_id=${Array.from({ length: 51 }, (_, at) => at + 1).join(',')}`, 'token_id'],
  [`owner=${Array.from({ length: 11 }, (_, at) => `person-${at}`).join(',')}`, 'owner'],
  ['owner=%00', 'owner.0'],
  ['repository=a%20b', 'repository'],
  ['page=1001&per_page=100', 'page'],
  ['page=99999999999999999999', 'page'],
])('AP-6: the query %s is 422 and names the field', async (query, field) => {
  expect(await ask(`?${query}`)).toMatchObject({
    status: 422,
    body: { message: 'Validation Failed', status: '422', errors: [{ field, code: 'invalid' }] },
  });
});

test.each([
  ['', undefined, 'action'],
  ['', { pat_request_ids: [1] }, 'action'],
  ['', { action: 'approve' }, 'pat_request_ids'],
  ['', { action: 'approve', pat_request_ids: [] }, 'pat_request_ids'],
  ['', { action: 'approve', pat_request_ids: '1' }, 'pat_request_ids'],
  ['', { action: 'approve', pat_request_ids: ['1'] }, 'pat_request_ids.0'],
  ['', { action: 'approve', pat_request_ids: [1.5] }, 'pat_request_ids.0'],
  ['', { action: 'approve', pat_request_ids: [1e30] }, 'pat_request_ids.0'],
  ['', { action: 'approve', pat_request_ids: Array.from({ length: 101 }, (_, at) => at + 1) }, 'pat_request_ids'],
  ['', { action: 'revoke', pat_request_ids: [1] }, 'action'],
  ['/1', { action: 'accept' }, 'action'],
  ['/1', { action: null }, 'action'],
  ['/1', { action: 'deny', reason: 'x'.repeat(1025) }, 'reason'],
  ['/1', { action: 'deny', reason: 7 }, 'reason'],
])('AP-6: to POST %s the body %j is 422 and names the field', async (path, body, field) => {
  const { status, body: answered } = await ask(path, body ?? {});
  expect([status, answered.message, answered.errors!.map((error) => error.field)]).toEqual([
    422,
    'Validation Failed',
    expect.arrayContaining([field]),
  ]);
});

test('AP-6: ids that name nothing are Not Found; a body that is no JSON is a bad request', async () => {
  for (const path of ['/0', '/x', '/1.5', '/99999999999999999999', '/-1', '/999999'])
    // oxlint-disable-next-line no-await-in-loop
    expect([path, (await ask(path, { action: 'deny' })).status]).toEqual([path, 404]);
  expect((await ask('/999999/repositories')).status).toBe(404);
  expect(await ask('/1', '{"action":')).toMatchObject({ status: 400, body: { message: 'Problems parsing JSON' } });
  expect((await ask('', { action: 'deny', pat_request_ids: [-1, 0, 999_999] })).status).toBe(422);
});

test("AP-6: another organization's request is Not Found, and stays as it is", async () => {
  const globex = await app.anOrganization(owner);
  await app.join(owner, globex, member.login);
  const { token } = await app.aToken(member, globex.login);
  const [request] = await app.database.query<{ id: number; status: string }[]>(
    'SELECT id FROM token_requests WHERE token_id = $1',
    [token.id],
  );
  expect((await ask(`/${request!.id}`, { action: 'approve' })).status).toBe(404);
  expect((await ask('', { action: 'approve', pat_request_ids: [request!.id] })).status).toBe(422);
  const [after] = await app.database.query<{ status: string }[]>('SELECT status FROM token_requests WHERE id = $1', [
    request!.id,
  ]);
  expect(after!.status).toBe('PENDING');
});

test('a reason with a NUL character is refused, not broken on', async () => {
  const id = await aRequest('nul');
  const [request] = await app.database.query<{ id: number }[]>('SELECT id FROM token_requests WHERE token_id = $1', [
    id,
  ]);
  expect((await ask(`/${request!.id}`, { action: 'deny', reason: 'a\u0000b' })).status).toBe(422);
});

test('RQ-7: of two Apps that decide at the same moment one wins, the other is told', async () => {
  const id = await aRequest('contested');
  const [request] = await app.database.query<{ id: number }[]>('SELECT id FROM token_requests WHERE token_id = $1', [
    id,
  ]);
  const answers = await Promise.all([
    ask(`/${request!.id}`, { action: 'approve' }),
    ask(`/${request!.id}`, { action: 'deny' }),
  ]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 422]);
});

test('AU-1: an App that has the name of an owner decides in its own: in the log, the mail, the export, and to whoever comes second', async () => {
  const { signed, installationId } = await anAppOn(app, acme, { slug: owner.login, permissions: REVIEWER });
  bot = await signed.token(installationId);
  const id = await aRequest('impostor');
  const [{ id: requestId }] = (await list('')) as [Item];
  expect((await ask(`/${requestId}`, { action: 'deny', reason: 'No' })).status).toBe(204);

  const name = `${owner.login}[bot]`;
  expect((await ask(`/${requestId}`, { action: 'deny' })).body.errors).toMatchObject([
    { message: `Already denied by ${name}.` },
  ]);
  const logged = await app.database.query(
    `SELECT DISTINCT actor_login AS actor FROM audit_entries WHERE organization_id = $1 AND actor_app_id = $2`,
    [acme.id, signed.app.id],
  );
  expect(logged).toEqual([{ actor: name }]);
  await app.jobsDone();
  const [mail] = await app.database.query<{ text: string }[]>(
    `SELECT text FROM mailbox_messages WHERE subject LIKE '%"impostor" was denied'`,
  );
  expect(mail!.text).toContain(`${name} denied the request`);
  expect(await describeTokenRequests(app.database.manager, [requestId])).toMatchObject([
    { tokenId: id, decidedBy: name },
  ]);
  const found = await app.as(
    owner,
    `query ($org: String!, $by: [String!]) { organization(login: $org) { tokenRequests(first: 9, filter: { status: [DENIED], decidedBy: $by }) { totalCount } } }`,
    { org: acme.login, by: [name] },
  );
  expect(found.data.organization.tokenRequests.totalCount).toBe(1);
});
