import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp, type TokenWish } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const LIST = `query ($login: String!, $filter: TokenRequestFilter) { organization(login: $login) {
  tokenRequests(filter: $filter, first: 100) { totalCount totalCountIsExact nodes { token { name } } } } }`;
const GRANTS = `query ($login: String!, $filter: TokenGrantFilter) { organization(login: $login) {
  tokenGrants(filter: $filter, first: 100) { totalCount nodes { token { name } } } } }`;

let app: TestApp;
let owner: User;
let mina: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  mina = await app.aPerson('mina');
  const joon = await app.aPerson('joon');
  acme = await app.anOrganization(owner, 'acme');
  for (const { login } of [mina, joon])
    // oxlint-disable-next-line no-await-in-loop -- two
    await app.join(owner, acme, login);
  const website = await app.aRepository(owner, 'acme', 'PRIVATE');
  const api = await app.aRepository(owner, 'acme', 'PRIVATE');
  await app.database.query(`UPDATE repositories SET name = CASE id WHEN $1 THEN 'Website' ELSE 'api' END`, [
    website.id,
  ]);
  const subset = (id: number): TokenWish => ({ repositorySelection: 'SUBSET', repositories: [{ id }] });
  const ask = async (person: User, name: string, lastUsedAt: string | null, wish: TokenWish) => {
    const { token } = await app.aToken(person, 'acme', { name, ...wish });
    await app.database.query('UPDATE tokens SET last_used_at = $2 WHERE id = $1', [token.id, lastUsedAt]);
  };
  await ask(joon, 'denied', null, { permissions: { contents: 'read' } });
  await app.decideAll(owner, acme, 'DENIED');
  await ask(mina, 'deploy', '2026-01-01', { reason: '금요일 배포 자동화', permissions: { contents: 'read' } });
  await ask(mina, '100%_done', '2026-03-01', { ...subset(api.id), permissions: { contents: 'write' } });
  await ask(joon, '배포', null, { ...subset(website.id), permissions: { issues: 'read', pull_requests: 'write' } });
  await ask(joon, String.raw`back\slash`, '2026-02-01', {
    repositorySelection: 'NONE',
    permissions: { members: 'write' },
  });
});
afterAll(() => app.close());

const ALL = ['deploy', '100%_done', '배포', String.raw`back\slash`];
const list = (asker: Asker, filter: object | null = null) => app.as(asker, LIST, { login: 'acme', filter });
const namesIn = (connection: { nodes: { token: { name: string } }[] }) =>
  connection.nodes.map(({ token }) => token.name);

const FILTERS: [object | null, string[]][] = [
  [null, ALL],
  [{}, ALL],
  [{ status: [] }, ALL],
  [{ status: ['DENIED'] }, ['denied']],
  [{ status: ['PENDING', 'DENIED'] }, ['denied', ...ALL]],
  [{ status: ['APPROVED', 'CANCELLED'] }, []],
  [{ owners: ['MINA'] }, ['deploy', '100%_done']],
  [{ owners: ['mina', 'joon'] }, ALL],
  [{ owners: ['owner', 'nobody'] }, []],
  [{ repositories: ['API'] }, ['deploy', '100%_done']],
  [{ repositories: ['website'] }, ['deploy', '배포']],
  [{ repositories: ['website', 'api'] }, ['deploy', '100%_done', '배포']],
  [{ repositories: ['nowhere'] }, ['deploy']],
  [{ permissions: [{ key: 'contents', level: 'READ' }] }, ['deploy', '100%_done']],
  [{ permissions: [{ key: 'contents', level: 'WRITE' }] }, ['100%_done']],
  [{ permissions: [{ key: 'contents', level: 'ADMIN' }] }, []],
  [
    {
      permissions: [
        { key: 'issues', level: 'READ' },
        { key: 'members', level: 'READ' },
      ],
    },
    ['배포', String.raw`back\slash`],
  ],
  [{ permissions: [{ key: 'teapots', level: 'READ' }] }, []],
  [{ lastUsedAfter: '2026-01-15T00:00:00Z' }, ['100%_done', String.raw`back\slash`]],
  [{ lastUsedBefore: '2026-02-15T00:00:00Z' }, ['deploy', String.raw`back\slash`]],
  [{ lastUsedAfter: '2026-01-15T00:00:00Z', lastUsedBefore: '2026-02-15T00:00:00Z' }, [String.raw`back\slash`]],
  [{ text: 'DEPL' }, ['deploy']],
  [{ text: ' deploy ' }, ['deploy']],
  [{ text: 'Joon' }, ['배포', String.raw`back\slash`]],
  [{ text: '배포' }, ['deploy', '배포']],
  [{ text: '자동화' }, ['deploy']],
  [{ text: '자동화'.normalize('NFD') }, ['deploy']],
  [{ text: '요일 배포 자' }, ['deploy']],
  [{ text: '배' }, ['deploy', '배포']],
  [{ text: '%' }, ['100%_done']],
  [{ text: '_' }, ['100%_done']],
  [{ text: '0%_d' }, ['100%_done']],
  [{ text: '\\' }, [String.raw`back\slash`]],
  [{ text: "'; DROP TABLE tokens; --" }, []],
  [{ owners: ['mina'], permissions: [{ key: 'contents', level: 'WRITE' }] }, ['100%_done']],
  [{ text: '배포', repositories: ['website'], owners: ['joon'] }, ['배포']],
  [{ text: '배포', status: ['DENIED'] }, []],
];

test.each(FILTERS)('RQ-3: the filter %j matches %j', async (filter, names) => {
  const { data, errors } = await list(owner, filter);
  expect(errors).toBeUndefined();
  const { tokenRequests } = data.organization;
  expect(namesIn(tokenRequests).toSorted()).toEqual(names.toSorted());
  expect(tokenRequests).toMatchObject({ totalCount: names.length, totalCountIsExact: true });
});

test('RQ-12: a decision by each filter takes what its list shows, and nothing else', async () => {
  const APPROVE =
    'mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { totalCount } }';
  const refused: number[] = [];
  // Where the policy forbids, a decision by filter tells how many it found and leaves them waiting.
  await app.database.query(`UPDATE organizations SET fine_grained_access = 'RESTRICTED' WHERE id = $1`, [acme.id]);
  const pending = FILTERS.filter(([filter]) => filter && !(filter as { status?: string[] }).status?.length);
  for (const [filter] of pending) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that none waits for another's locks
    const { data } = await app.as(owner, APPROVE, { input: { organization: 'acme', filter, asOf: new Date() } });
    refused.push(data.approveTokenRequests.totalCount);
  }
  await app.database.query(`UPDATE organizations SET fine_grained_access = 'ALLOWED' WHERE id = $1`, [acme.id]);
  expect(refused).toEqual(pending.map(([, names]) => names.length));
});

test('RQ-3: owners and nobody else: a member is FORBIDDEN, a token is, and to a stranger there is no organization', async () => {
  const { secret } = await app.aToken(owner, 'acme', { permissions: { organization_administration: 'write' } });
  const permission = 'organization_personal_access_token_requests:read';
  for (const asker of [mina, secret])
    // oxlint-disable-next-line no-await-in-loop -- two
    expect(await list(asker)).toMatchObject({
      data: { organization: { tokenRequests: null } },
      errors: [{ extensions: { code: 'FORBIDDEN', permission } }],
    });
  expect((await list(await app.aPerson())).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await list(null)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test("RQ-9: one of another organization's requests is NOT_FOUND by its id", async () => {
  const foreign = await app.aTeam();
  await app.aToken(foreign.member, foreign.organization.login);
  const [{ id }] = await app.database.query('SELECT id FROM token_requests WHERE organization_id = $1', [
    foreign.organization.id,
  ]);
  const ONE = 'query ($id: Int!) { organization(login: "acme") { tokenRequest(databaseId: $id) { status } } }';
  const answers = [await app.as(owner, ONE, { id: Number(id) }), await app.as(owner, ONE, { id: 999_999_999 })];
  for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('GN-1: the same filters find the same tokens among the active ones, by their reason too', async () => {
  await app.decideAll(owner, acme, 'APPROVED');
  const wanted = FILTERS.filter(([filter]) => !(filter && 'status' in filter));
  const found: string[][] = [];
  for (const [filter] of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    const { data } = await app.as(owner, GRANTS, { login: 'acme', filter });
    const names = namesIn(data.organization.tokenGrants).filter((name) => !name.startsWith('token-'));
    found.push(names.toSorted());
  }
  expect(found).toEqual(wanted.map(([, names]) => names.toSorted()));
});
