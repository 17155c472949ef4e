import { afterAll, beforeAll, expect, test } from 'vitest';
import { differenceOf, edit, edited } from '../../testing/edit-token.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import type { User } from '../users/user.entity.ts';

const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) { approvedCount failures { code } } }`;
const REVOKE = 'mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) { revokedCount } }';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let [api, payroll]: RepositoryInSight[] = [];
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization: acme } = await app.aTeam());
  [api, payroll] = await Promise.all([1, 2].map(() => app.aRepository(owner, acme.login, 'PRIVATE')));
});
afterAll(() => app.close());

/** A token of the member that may read `api` and `payroll`, as the owner approved. */
async function aGrantedToken() {
  const { token } = await app.aToken(member, acme.login, {
    permissions: { contents: 'read' },
    repositorySelection: 'SUBSET',
    repositories: [{ id: api!.id }, { id: payroll!.id }],
  });
  await app.decideAll(owner, acme, 'APPROVED');
  return token;
}
const requestsOf = (tokenId: number): Promise<{ id: number; status: string }[]> =>
  app.database.query('SELECT id, status FROM token_requests WHERE token_id = $1 ORDER BY id', [tokenId]);
const grantsOf = (tokenId: number): Promise<{ id: number; cause: string | null }[]> =>
  app.database.query('SELECT id, end_cause AS cause FROM token_grants WHERE token_id = $1 ORDER BY id', [tokenId]);
const wishOf = async (tokenId: number) => (await edited(app, member, tokenId, {})).wish;
const decide = (input: object) => app.as(owner, APPROVE, { input: { organization: acme.login, ...input } });
const revoke = () => app.as(owner, REVOKE, { input: { organization: acme.login, filter: {}, asOf: new Date() } });

test('RQ-13: after a refused edit and a revocation, asking again asks for what was in force, not for what was refused', async () => {
  const { id } = await aGrantedToken();
  await edited(app, member, id, { permissions: { contents: 'write' } });
  await app.decideAll(owner, acme, 'DENIED');
  await revoke();
  const ASK = 'mutation ($id: ID!) { requestTokenAccess(input: { tokenId: $id }) { tokenRequest { databaseId } } }';
  const { data } = await app.as(member, ASK, { id: String(id) });
  const { databaseId } = data.requestTokenAccess.tokenRequest;
  expect(await differenceOf(app, owner, acme.login, databaseId)).toMatchObject({
    permissions: { contents: 'read', metadata: 'read' },
    added: { contents: 'read', metadata: 'read' },
    repositoriesAdded: [api!.name, payroll!.name].toSorted(),
  });
  expect((await wishOf(id)).permissions).toEqual({ contents: 'read', metadata: 'read' });
});

test('RQ-12: a second edit cancels the waiting request and opens another; nobody approves what they did not see', async () => {
  const { id } = await aGrantedToken();
  const first = await edited(app, member, id, { permissions: { contents: 'read', issues: 'write' } });
  const asOf = new Date();
  const second = await edited(app, member, id, { permissions: { contents: 'write', issues: 'write' } });
  const [one, two] = [first.request!.databaseId, second.request!.databaseId];

  expect((await requestsOf(id)).slice(1)).toEqual([
    { id: one, status: 'CANCELLED' },
    { id: two, status: 'PENDING' },
  ]);
  expect((await differenceOf(app, owner, acme.login, one)).permissions).not.toHaveProperty('contents', 'write');
  expect(await differenceOf(app, owner, acme.login, two)).toMatchObject({
    added: { issues: 'write' },
    upgraded: { contents: 'write' },
  });
  expect((await decide({ filter: {}, asOf })).data.approveTokenRequests).toEqual({ approvedCount: 0, failures: [] });
  expect((await decide({ requestIds: [String(one)] })).data.approveTokenRequests.failures).toEqual([
    { code: 'WITHDRAWN' },
  ]);
  expect(second.grant!.permissions).toEqual({ contents: 'read', metadata: 'read' });
  const [cancelled] = await app.database.query(
    `SELECT details FROM audit_entries WHERE action = 'personal_access_token.request_cancelled' AND subject_id = $1`,
    [one],
  );
  expect(cancelled.details).toMatchObject({ cause: 'token_edited' });
});

test('RQ-12: an edit back to what is in force only cancels; one that wants the same again leaves the request alone', async () => {
  const { id } = await aGrantedToken();
  const wider = { permissions: { contents: 'write' } } as const;
  const { request } = await edited(app, member, id, wider);
  const same = await edited(app, member, id, {
    ...wider,
    repositories: [payroll!.name, api!.name],
    description: 'more',
  });
  expect([same.request, same.latestRequest.databaseId]).toEqual([null, request!.databaseId]);

  const back = await edited(app, member, id, { permissions: { contents: 'read' } });
  expect(back).toMatchObject({ request: null, blockedBy: null, latestRequest: { status: 'CANCELLED' } });
  expect(back.wish.permissions).toEqual({ contents: 'read', metadata: 'read' });
  expect(back.wish).toEqual({ ...back.grant, id: undefined });
  expect(await grantsOf(id)).toHaveLength(1);
});

test('RQ-12: without a grant, an edit cancels what waits and asks for the new result, a lesser one too', async () => {
  const { token } = await app.aToken(member, acme.login, { permissions: { contents: 'write', issues: 'read' } });
  const { request, wish, grant, blockedBy } = await edited(app, member, token.id, {
    permissions: { contents: 'read' },
  });

  expect([request!.status, grant, blockedBy]).toEqual(['PENDING', null, 'PENDING']);
  expect(wish.permissions).toEqual({ contents: 'read', metadata: 'read' });
  const [first, second] = await requestsOf(token.id);
  expect([first!.status, second]).toEqual(['CANCELLED', { id: request!.databaseId, status: 'PENDING' }]);
  expect(await differenceOf(app, owner, acme.login, second!.id)).toMatchObject({
    added: { contents: 'read', metadata: 'read' },
    kept: {},
    dropped: {},
  });
});

test.each(['denied', 'revoked'])(
  'RQ-13: %s, an edit that wants something else asks again; one that does not, does not',
  async (how) => {
    const { token } = await app.aToken(member, acme.login, { permissions: { contents: 'write' } });
    await app.decideAll(owner, acme, how === 'denied' ? 'DENIED' : 'APPROVED');
    if (how === 'revoked') await revoke();
    const unchanged = await edited(app, member, token.id, {
      permissions: { contents: 'write' },
      name: app.aName('other'),
    });
    expect([unchanged.request, unchanged.wish.permissions]).toMatchObject([null, { contents: 'write' }]);

    const { request, wish } = await edited(app, member, token.id, {
      permissions: { contents: 'read' },
      reason: 'Less.',
    });
    expect([request, wish.permissions]).toMatchObject([{ status: 'PENDING', reason: 'Less.' }, { contents: 'read' }]);
    await app.decideAll(owner, acme, 'DENIED');
    expect((await wishOf(token.id)).permissions).toEqual({ contents: 'read', metadata: 'read' });
  },
);

test("RQ-2: an owner's own edit, and one where no approval is needed, is approved at once in place of the old grant", async () => {
  const { token } = await app.aToken(owner, acme.login, { permissions: { contents: 'write', issues: 'read' } });
  const own = await edited(app, owner, token.id, { permissions: { contents: 'read', actions: 'read' } });
  expect(own).toMatchObject({
    request: { status: 'APPROVED', decidedAutomatically: true },
    grant: { permissions: { actions: 'read', contents: 'read', metadata: 'read' } },
  });
  expect((await grantsOf(token.id)).map(({ cause }) => cause)).toEqual(['REPLACED', null]);
  expect(await differenceOf(app, owner, acme.login, own.request!.databaseId)).toMatchObject({
    added: { actions: 'read' },
    kept: { contents: 'read', metadata: 'read' },
    dropped: { contents: 'write', issues: 'read' },
  });
  // What was granted before says what it said.
  const [old] = await grantsOf(token.id);
  expect(
    await app.database.query('SELECT key, level FROM token_grant_permissions WHERE grant_id = $1 ORDER BY key', [
      old!.id,
    ]),
  ).toContainEqual({ key: 'contents', level: 'write' });

  const team = await app.aTeam();
  await app.setPolicy(team.organization, { approval: 'NOT_REQUIRED' });
  const made = await app.aToken(team.member, team.organization.login, { permissions: { contents: 'read' } });
  const free = await edited(app, team.member, made.token.id, { permissions: { contents: 'write' } });
  expect(free).toMatchObject({
    request: { status: 'APPROVED', decidedAutomatically: true },
    grant: { permissions: { contents: 'write' } },
  });
});

test('RQ-13: approval turned off leaves what waits to be decided, and the edit of it is approved at once', async () => {
  const team = await app.aTeam();
  const { token } = await app.aToken(team.member, team.organization.login);
  await app.setPolicy(team.organization, { approval: 'NOT_REQUIRED' });
  const { request, blockedBy } = await edited(app, team.member, token.id, { permissions: { issues: 'read' } });
  expect([request!.status, blockedBy]).toEqual(['APPROVED', null]);
  expect((await requestsOf(token.id)).map(({ status }) => status)).toEqual(['CANCELLED', 'APPROVED']);
});

test.each([
  ['restricted', { fineGrainedAccess: 'RESTRICTED' }],
  ['not opted in', { optedInAt: null }],
  ['of shorter lives', { fineGrainedMaxDays: 7 }],
] as const)(
  'PO-4, PO-5: where policy is %s, what is wider is FORBIDDEN with it, what is narrower applies',
  async (_, policy) => {
    const team = await app.aTeam();
    const { login } = team.organization;
    const { token } = await app.aToken(team.member, login, { permissions: { contents: 'write', issues: 'read' } });
    await app.decideAll(team.owner, team.organization, 'APPROVED');
    await app.setPolicy(team.organization, policy);

    const wider = await edit(app, team.member, token.id, {
      name: app.aName('wider'),
      permissions: { contents: 'read', actions: 'read' },
    });
    expect(wider.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', policy: login } }]);
    const untouched = await edited(app, team.member, token.id, {});
    expect([untouched.name, untouched.grant!.permissions]).toMatchObject([token.name, { contents: 'write' }]);

    const narrower = await edited(app, team.member, token.id, { permissions: { contents: 'read' } });
    expect([narrower.request, narrower.grant!.permissions]).toEqual([null, { contents: 'read', metadata: 'read' }]);
  },
);

test('TK-9: repositories that went out of sight stay chosen, unnamed, whatever else is chosen', async () => {
  const team = await app.aTeam();
  const { login } = team.organization;
  const [seen, hidden, more] = await Promise.all([1, 2, 3].map(() => app.aRepository(team.owner, login, 'PRIVATE')));
  const { token } = await app.aToken(team.member, login, {
    repositorySelection: 'SUBSET',
    repositories: [{ id: seen!.id }, { id: hidden!.id }],
  });
  await app.decideAll(team.owner, team.organization, 'APPROVED');
  await app.database.query(`UPDATE organizations SET base_permission = 'NONE' WHERE id = $1`, [team.organization.id]);
  for (const { name } of [seen!, more!]) {
    const access = { owner: login, name, login: team.member.login, access: 'READ' } as const;
    // oxlint-disable-next-line no-await-in-loop
    await setRepositoryAccess(await app.sessionOf(team.owner), access);
  }

  const { request, wish } = await edited(app, team.member, token.id, { repositories: [more!.name] });
  expect(wish.repositories).toEqual([more!.name]);
  expect(await differenceOf(app, team.owner, login, request!.databaseId)).toMatchObject({
    repositories: [hidden!.name, more!.name].toSorted(),
    repositoriesAdded: [more!.name],
  });
  const granted = await app.database.query(
    `SELECT repository_id AS id FROM token_grant_repositories JOIN token_grants ON id = grant_id WHERE token_id = $1`,
    [token.id],
  );
  expect(granted).toEqual([{ id: hidden!.id }]);
});
