import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { differenceOf, edit, edited } from '../../testing/edit-token.ts';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { gitDirectoryOf } from '../repositories/git-directory.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import type { User } from '../users/user.entity.ts';

const CANCEL = 'mutation ($id: ID!) { cancelTokenRequest(input: { requestId: $id }) { tokenRequest { status } } }';
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) { approvedCount failures { code } } }`;

let app: TestApp;
let git: GitClient;
let owner: User;
let member: User;
let acme: Organization;
/** Three private repositories, where the member may write. */
let [api, payroll, engine]: RepositoryInSight[] = [];
beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  ({ owner, member, organization: acme } = await app.aTeam());
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'readme'), 'hello\n');
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'First'], 'work');
  [api, payroll, engine] = await Promise.all([1, 2, 3].map(() => aPrivateRepository(owner, acme.login)));
});
afterAll(async () => {
  await git.remove();
  await app.close();
});

async function aPrivateRepository(by: User, login: string) {
  const repository = await app.aRepository(by, login, 'PRIVATE');
  await git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, repository.id), 'main'], 'work');
  if (by === owner) {
    const access = { owner: login, name: repository.name, login: member.login, access: 'WRITE' } as const;
    await setRepositoryAccess(await app.sessionOf(owner), access);
  }
  return repository;
}

const addressOf = (secret: string, { owner: { login }, name }: RepositoryInSight) =>
  `${app.address.replace('://', `://anyone:${secret}@`)}/git/${login}/${name}.git`;
const fetches = async (secret: string, repository: RepositoryInSight) =>
  (await git.run(['ls-remote', '--quiet', addressOf(secret, repository)])).code === 0;
const pushes = async (secret: string, repository: RepositoryInSight) =>
  (await git.run(['push', '--quiet', addressOf(secret, repository), `main:refs/heads/${app.aName('b')}`], 'work'))
    .code === 0;
const restStatus = async (secret: string, { owner: { login }, name }: RepositoryInSight) =>
  (await fetch(`${app.address}/api/v3/repos/${login}/${name}`, { headers: await app.headersOf(secret) })).status;

/** A token of the member that may write `api` and `payroll`, as the owner approved. */
async function aGrantedToken(wish: Parameters<TestApp['aToken']>[2] = {}) {
  const made = await app.aToken(member, acme.login, {
    permissions: { contents: 'write', issues: 'write' },
    repositorySelection: 'SUBSET',
    repositories: [{ id: api!.id }, { id: payroll!.id }],
    ...wish,
  });
  await app.decideAll(owner, acme, 'APPROVED');
  return { id: made.token.id, secret: made.secret, token: made.token };
}
const requestsOf = (tokenId: number): Promise<{ id: number; status: string }[]> =>
  app.database.query('SELECT id, status FROM token_requests WHERE token_id = $1 ORDER BY id', [tokenId]);
const grantsOf = (tokenId: number): Promise<{ id: number; cause: string | null }[]> =>
  app.database.query('SELECT id, end_cause AS cause FROM token_grants WHERE token_id = $1 ORDER BY id', [tokenId]);
const entriesOf = (
  log: 'organization' | 'user',
  id: number,
  name: string,
): Promise<{ action: string; subject_type: string; details: Record<string, unknown> }[]> =>
  app.database.query(
    `SELECT action, subject_type, details FROM audit_entries WHERE ${log}_id = $1 AND subject = $2 ORDER BY id`,
    [id, name],
  );
const decide = (input: object) => app.as(owner, APPROVE, { input: { organization: acme.login, ...input } });

test('TK-11: name and description change nothing else; what waits goes on waiting, and both are found by the new name', async () => {
  const { id, token } = await aGrantedToken();
  const { request } = await edited(app, member, id, {
    permissions: { contents: 'write', issues: 'write', actions: 'read' },
    reason: 'For the nightly build',
  });
  const name = `Übung-${app.aName('renamed')}`;
  const answer = await edit(app, member, globalId('FineGrainedToken', id), {
    name: `  ${name} `,
    description: 'New words',
    clientMutationId: 'mine',
  });

  expect(answer.data.updateFineGrainedToken).toMatchObject({
    clientMutationId: 'mine',
    request: null,
    token: { name, description: 'New words', latestRequest: { databaseId: request!.databaseId, status: 'PENDING' } },
  });
  const FIND = `query ($login: String!, $filter: TokenRequestFilter, $grants: TokenGrantFilter) { organization(login: $login) {
    tokenRequests(filter: $filter, first: 5) { nodes { databaseId } } tokenGrants(filter: $grants, first: 5) { totalCount } } }`;
  const find = async (text: string) => {
    const { data } = await app.as(owner, FIND, { login: acme.login, filter: { text }, grants: { text } });
    return [data.organization.tokenRequests.nodes, data.organization.tokenGrants.totalCount];
  };
  const found = [{ databaseId: request!.databaseId }];
  expect(await find(name.toUpperCase())).toEqual([found, 1]);
  expect(await find('nightly build')).toEqual([found, 0]);
  expect(await find(token.name)).toEqual([[], 0]);
  expect((await entriesOf('user', member.id, name)).at(-1)).toEqual({
    action: 'personal_access_token.update',
    subject_type: 'token',
    details: { name: { from: token.name, to: name }, description: { from: '', to: 'New words' } },
  });
  await app.decideAll(owner, acme, 'APPROVED');
  expect(await find(name)).toEqual([[], 1]);
});

test('TK-11: for oneself everything applies at once, on the next use', async () => {
  const notes = await aPrivateRepository(member, member.login);
  const { token, secret } = await app.aToken(member, member.login, {
    repositorySelection: 'NONE',
    permissions: { emails: 'read' },
  });
  expect(await fetches(secret, notes)).toBe(false);

  const wider = await edited(app, member, token.id, {
    repositorySelection: 'SUBSET',
    repositories: [notes.name],
    permissions: { contents: 'read' },
  });
  expect(wider).toMatchObject({
    request: null,
    wish: {
      repositorySelection: 'SUBSET',
      repositories: [notes.name],
      permissions: { contents: 'read', metadata: 'read' },
    },
  });
  expect([await fetches(secret, notes), await pushes(secret, notes)]).toEqual([true, false]);
  await edited(app, member, token.id, { permissions: { contents: 'write' } });
  expect(await pushes(secret, notes)).toBe(true);

  const none = await edited(app, member, token.id, { repositorySelection: 'NONE' });
  expect(none.wish).toEqual({ repositorySelection: 'NONE', repositories: [], permissions: {} });
  expect(await fetches(secret, notes)).toBe(false);
  expect(await entriesOf('user', member.id, token.name)).toMatchObject([
    { action: 'personal_access_token.create' },
    { details: { repository_selection: { from: 'NONE', to: 'SUBSET' }, repository_ids: { from: [], to: [notes.id] } } },
    { details: { permissions: { from: { contents: 'read', metadata: 'read' } } } },
    { details: { repository_selection: { from: 'SUBSET', to: 'NONE' } } },
  ]);
});

test('TK-11: narrowing applies at once, on the same grant, and nobody is asked', async () => {
  const { id, secret, token } = await aGrantedToken();
  const before = await edited(app, member, id, {});
  expect([await pushes(secret, api!), await restStatus(secret, payroll!)]).toEqual([true, 200]);

  const after = await edited(app, member, id, { permissions: { contents: 'read' }, repositories: [api!.name] });

  const narrowed = {
    permissions: { contents: 'read', metadata: 'read' },
    repositorySelection: 'SUBSET',
    repositories: [api!.name],
  };
  expect(after).toMatchObject({ request: null, blockedBy: null, wish: narrowed });
  expect(after.grant).toEqual({ id: before.grant!.id, ...narrowed });
  expect([await fetches(secret, api!), await pushes(secret, api!)]).toEqual([true, false]);
  expect([await fetches(secret, payroll!), await restStatus(secret, payroll!)]).toEqual([false, 403]);
  expect((await requestsOf(id)).map(({ status }) => status)).toEqual(['APPROVED']);
  expect((await entriesOf('organization', acme.id, token.name)).at(-1)).toEqual({
    action: 'personal_access_token.update',
    subject_type: 'token_grant',
    details: {
      token_id: id,
      user_id: member.id,
      permissions: {
        from: { contents: 'write', issues: 'write', metadata: 'read' },
        to: { contents: 'read', metadata: 'read' },
      },
      repository_ids: { from: [api!.id, payroll!.id], to: [api!.id] },
    },
  });

  const none = await edited(app, member, id, { repositorySelection: 'NONE' });
  expect(none.grant).toMatchObject({ repositorySelection: 'NONE', permissions: {} });
  expect([await fetches(secret, api!), none.request]).toEqual([false, null]);
});

test('TK-11: what is wider is asked for with its difference, while the old grant works at its level until it is decided', async () => {
  const { id, secret } = await aGrantedToken({ permissions: { contents: 'read', issues: 'write' } });
  const { request, grant, wish, blockedBy } = await edited(app, member, id, {
    permissions: { contents: 'write', issues: 'write', actions: 'read' },
    repositories: [api!.name, payroll!.name, globalId('Repository', engine!.id)],
    reason: 'It has to push.',
  });

  expect(request).toMatchObject({ status: 'PENDING', decidedAutomatically: false, reason: 'It has to push.' });
  expect(blockedBy).toBeNull();
  expect(wish.permissions).toMatchObject({ contents: 'write', actions: 'read' });
  expect(grant!.permissions).toEqual({ contents: 'read', issues: 'write', metadata: 'read' });
  const difference = {
    permissions: { actions: 'read', contents: 'write', issues: 'write', metadata: 'read' },
    added: { actions: 'read' },
    upgraded: { contents: 'write' },
    kept: { issues: 'write', metadata: 'read' },
    dropped: {},
    repositories: [api!.name, payroll!.name, engine!.name].toSorted(),
    repositoriesAdded: [engine!.name],
  };
  const asked = () => differenceOf(app, owner, acme.login, request!.databaseId);
  expect(await asked()).toMatchObject({ status: 'PENDING', ...difference });
  expect([await fetches(secret, api!), await pushes(secret, api!), await fetches(secret, engine!)]).toEqual([
    true,
    false,
    false,
  ]);

  expect((await decide({ requestIds: [String(request!.databaseId)] })).data.approveTokenRequests.approvedCount).toBe(1);
  expect([await pushes(secret, api!), await fetches(secret, engine!)]).toEqual([true, true]);
  expect((await grantsOf(id)).map(({ cause }) => cause)).toEqual(['REPLACED', null]);
  await edited(app, member, id, { permissions: { actions: 'read' } });
  expect(await asked()).toMatchObject({ status: 'APPROVED', ...difference });
});

test('TK-11: what an edit takes away is gone at once, what it adds waits; the request tells both', async () => {
  const { id, secret, token } = await aGrantedToken({
    permissions: { contents: 'write', issues: 'write', pages: 'read' },
  });
  const { request, grant, wish } = await edited(app, member, id, {
    permissions: { contents: 'read', actions: 'read', issues: 'write' },
    repositories: [payroll!.name, engine!.name],
  });

  expect(grant).toMatchObject({
    permissions: { contents: 'read', issues: 'write', metadata: 'read' },
    repositories: [payroll!.name],
  });
  expect(wish.permissions).toEqual({ actions: 'read', contents: 'read', issues: 'write', metadata: 'read' });
  expect(await differenceOf(app, member, acme.login, request!.databaseId)).toMatchObject({
    permissions: wish.permissions,
    added: { actions: 'read' },
    upgraded: {},
    kept: { contents: 'read', issues: 'write', metadata: 'read' },
    dropped: { contents: 'write', pages: 'read' },
    repositoriesAdded: [engine!.name],
  });
  expect([await fetches(secret, payroll!), await pushes(secret, payroll!), await fetches(secret, api!)]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await entriesOf('organization', acme.id, token.name)).slice(-2)).toMatchObject([
    { action: 'personal_access_token.update', subject_type: 'token_grant' },
    {
      action: 'personal_access_token.request_created',
      details: {
        permissions_added: { actions: 'read' },
        permissions_upgraded: {},
        permissions_dropped: { contents: 'write', pages: 'read' },
      },
    },
  ]);
  await app.decideAll(owner, acme, 'APPROVED');
  expect([await fetches(secret, engine!), await fetches(secret, api!)]).toEqual([true, false]);
});

test.each(['denied', 'withdrawn'])(
  'TK-11: %s, the old grant stays, and the token is made to do what is in force',
  async (how) => {
    const { id, secret } = await aGrantedToken({ permissions: { contents: 'read' } });
    const before = await edited(app, member, id, {});
    const { request } = await edited(app, member, id, {
      repositorySelection: 'ALL',
      permissions: { contents: 'write' },
    });
    if (how === 'denied') await app.decideAll(owner, acme, 'DENIED');
    else await app.as(member, CANCEL, { id: String(request!.databaseId) });

    const after = await edited(app, member, id, {});
    expect(after).toEqual({
      ...before,
      latestRequest: { databaseId: request!.databaseId, status: expect.any(String) },
    });
    expect([await fetches(secret, api!), await pushes(secret, api!)]).toEqual([true, false]);
    // What is absent from the next edit is as it is in force, not as it was refused.
    const next = await edited(app, member, id, { permissions: { contents: 'read', actions: 'read' } });
    expect(next.wish).toMatchObject({ repositorySelection: 'SUBSET', repositories: before.wish.repositories });
  },
);

test('RQ-4, TK-11: a request for all repositories after fewer says so, also beside permissions; one that had all already does not', async () => {
  const more = { permissions: { contents: 'write' } } as const;
  const few = await aGrantedToken({ permissions: { contents: 'read' } });
  const wider = await edited(app, member, few.id, { ...more, repositorySelection: 'ALL' });
  expect(await differenceOf(app, owner, acme.login, wider.request!.databaseId)).toMatchObject({
    upgraded: { contents: 'write' },
    repositoriesAdded: [],
    repositoriesWidened: true,
  });
  const all = await aGrantedToken({ permissions: { contents: 'read' }, repositorySelection: 'ALL', repositories: [] });
  const same = await edited(app, member, all.id, more);
  expect(await differenceOf(app, owner, acme.login, same.request!.databaseId)).toMatchObject({
    upgraded: { contents: 'write' },
    repositoriesWidened: false,
  });
});

/** Whether somebody is asked, and whether the token read `payroll` before; it does not while somebody is. */
test.each<[string, () => object, boolean, boolean, () => object]>([
  [
    'ALL to SUBSET',
    () => ({ repositorySelection: 'ALL', repositories: [] }),
    false,
    true,
    () => ({ repositorySelection: 'SUBSET', repositories: [api!.name] }),
  ],
  [
    'SUBSET to ALL',
    () => ({ repositorySelection: 'SUBSET', repositories: [{ id: api!.id }] }),
    true,
    false,
    () => ({ repositorySelection: 'ALL' }),
  ],
  [
    'SUBSET to another SUBSET',
    () => ({ repositorySelection: 'SUBSET', repositories: [{ id: payroll!.id }] }),
    true,
    true,
    () => ({ repositories: [api!.name] }),
  ],
])('TK-11: from %s', async (_, wish, isAsked, readBefore, change) => {
  const { id, secret } = await aGrantedToken(wish());
  const worked = await fetches(secret, payroll!);
  const { request } = await edited(app, member, id, { ...change() });
  expect(request !== null).toBe(isAsked);
  expect([worked, await fetches(secret, payroll!)]).toEqual([readBefore, false]);
  await app.decideAll(owner, acme, 'APPROVED');
  expect(await fetches(secret, api!)).toBe(true);
});
