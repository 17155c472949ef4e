import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';

const ONE = `query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) {
  kind name status lastUsedAt user { login } ... on FineGrainedToken {
    blockedBy { code message } viewerCanRequestAccess
    grant { grantedAt permissions { repository { key level } } repositories(first: 9) { nodes { name } } viewerCanRevoke }
    latestRequest { status decisionReason viewerCanDecide viewerCanCancel deciders { login } } } } } }`;
const LIST = `query ($status: TokenStatus, $kind: TokenKind, $first: Int, $after: String) { viewer {
  personalAccessTokens(status: $status, kind: $kind, first: $first, after: $after) {
    totalCount nodes { name status } pageInfo { hasNextPage endCursor } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const one = async (asker: Asker, id: number) => {
  const { data, errors } = await app.as(asker, ONE, { id });
  expect(errors).toBeUndefined();
  return data.viewer.personalAccessToken;
};
const changePolicy = ({ id }: Organization, change: string) =>
  app.database.query(`UPDATE organizations SET ${change} WHERE id = $1`, [id]);

test('RQ-10: while it waits, the token says so, and who can decide; its person can withdraw it', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);
  expect(await one(member, token.id)).toMatchObject({
    kind: 'FINE_GRAINED',
    status: 'ACTIVE',
    user: { login: member.login },
    blockedBy: { code: 'PENDING', message: expect.stringContaining(organization.login) },
    viewerCanRequestAccess: false,
    grant: null,
    latestRequest: {
      status: 'PENDING',
      viewerCanDecide: false,
      viewerCanCancel: true,
      deciders: [{ login: owner.login }],
    },
  });
});

test('RQ-5: granted, it says what was agreed to; denied, why not, and that one can ask again', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { name } = await app.aRepository(owner, organization.login, 'PRIVATE');
  const subset = { repositorySelection: 'SUBSET', repositories: [{ name }] } as const;
  const { token: granted } = await app.aToken(member, organization.login, subset);
  await app.decideAll(owner, organization, 'APPROVED');
  const { token: denied } = await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'DENIED');

  expect(await one(member, granted.id)).toMatchObject({
    blockedBy: null,
    viewerCanRequestAccess: false,
    grant: {
      permissions: {
        repository: [
          { key: 'contents', level: 'READ' },
          { key: 'metadata', level: 'READ' },
        ],
      },
      repositories: { nodes: [{ name }] },
      viewerCanRevoke: false,
    },
    latestRequest: { status: 'APPROVED', viewerCanCancel: false },
  });
  expect(await one(member, denied.id)).toMatchObject({
    blockedBy: { code: 'DENIED' },
    viewerCanRequestAccess: true,
    grant: null,
  });
});

test.each([
  ['POLICY', `fine_grained_access = 'RESTRICTED'`],
  ['POLICY', 'opted_in_at = NULL'],
  ['LIFETIME', 'fine_grained_max_days = 29'],
])(
  'PO-6: a granted token is blocked by %s when the organization says %s, and free again when it does not',
  async (code, change) => {
    const { owner, member, organization } = await app.aTeam();
    const { token } = await app.aToken(member, organization.login);
    await app.decideAll(owner, organization, 'APPROVED');
    await changePolicy(organization, change);
    const blocked = await one(member, token.id);
    await changePolicy(
      organization,
      `fine_grained_access = 'ALLOWED', opted_in_at = now(), fine_grained_max_days = 30`,
    );
    expect(blocked).toMatchObject({ status: 'ACTIVE', blockedBy: { code }, viewerCanRequestAccess: false });
    expect((await one(member, token.id)).blockedBy).toBeNull();
  },
);

test('EX-2: dead by the clock to the millisecond, also where it was granted', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');
  app.now = new Date(token.expiresAt!.getTime() - 1);
  await app.database.query('UPDATE sessions SET last_seen_at = $1, created_at = $1 WHERE user_id = $2', [
    app.now,
    member.id,
  ]);
  const before = await one(member, token.id);
  app.now = token.expiresAt;
  const after = await one(member, token.id);
  app.now = null;
  expect([before.status, before.blockedBy]).toEqual(['ACTIVE', null]);
  expect(after).toMatchObject({ status: 'EXPIRED', blockedBy: { code: 'EXPIRED' }, viewerCanRequestAccess: false });
});

test('the list has the newest first, by status and kind, page by page', async () => {
  const person = await app.aPerson();
  for (const name of ['oldest', 'expired', 'revoked', 'newest'])
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that they have an order
    await app.aToken(person, person.login, { name });
  await app.database
    .query(`UPDATE tokens SET created_at = created_at - interval '9 days', issued_at = issued_at - interval '9 days',
    expires_at = now() - interval '1 day' WHERE name = 'expired'`);
  await app.database.query(`UPDATE tokens SET revoked_at = now() WHERE name = 'revoked'`);
  const names = async (variables: object) => {
    const { data } = await app.as(person, LIST, { first: 9, ...variables });
    return data.viewer.personalAccessTokens.nodes.map(({ name }: { name: string }) => name);
  };

  expect(await names({})).toEqual(['newest', 'revoked', 'oldest', 'expired']);
  expect(await names({ status: 'ACTIVE' })).toEqual(['newest', 'oldest']);
  expect(await names({ status: 'EXPIRED' })).toEqual(['expired']);
  expect(await names({ status: 'REVOKED', kind: 'FINE_GRAINED' })).toEqual(['revoked']);
  expect(await names({ kind: 'CLASSIC' })).toEqual([]);

  const { data } = await app.as(person, LIST, { first: 3 });
  const { totalCount, pageInfo } = data.viewer.personalAccessTokens;
  expect({ totalCount, more: pageInfo.hasNextPage }).toEqual({ totalCount: 4, more: true });
  expect(await names({ first: 3, after: pageInfo.endCursor })).toEqual(['expired']);
});

test("another's token, a deleted one and none are NOT_FOUND, also to an owner of the organization", async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);
  const { token: deleted } = await app.aToken(owner, organization.login);
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [deleted.id]);
  for (const id of [token.id, deleted.id, 999_999_999]) {
    // oxlint-disable-next-line no-await-in-loop -- three
    const { errors } = await app.as(owner, ONE, { id });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  }
});

test('PO-3, PO-4: resource owners are oneself and the organizations that let one, each with what it demands', async () => {
  const { owner, member, organization } = await app.aTeam();
  const restricted = await app.anOrganization(member);
  await changePolicy(restricted, `fine_grained_access = 'RESTRICTED'`);
  await changePolicy(organization, 'fine_grained_max_days = 90');
  const QUERY =
    '{ viewer { resourceOwners { login isOrganization approvalRequired maximumLifetimeDays deciders { login } } } }';

  const { data } = await app.as(member, QUERY);
  const self = { isOrganization: false, approvalRequired: false, maximumLifetimeDays: null, deciders: [] };
  const org = { login: organization.login, isOrganization: true, maximumLifetimeDays: 90 };
  expect(data.viewer.resourceOwners).toEqual([
    { login: member.login, ...self },
    { ...org, approvalRequired: true, deciders: [{ login: owner.login }] },
  ]);
  const byOwner = await app.as(owner, QUERY);
  expect(byOwner.data.viewer.resourceOwners[1]).toEqual({ ...org, approvalRequired: false, deciders: [] });
});
