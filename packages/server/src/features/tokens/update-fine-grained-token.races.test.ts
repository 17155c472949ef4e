import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { edit, edited } from '../../testing/edit-token.ts';
import { type Answer, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const ROUNDS = 25;
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) { approvedCount failures { code } } }`;
const REVOKE = 'mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) { revokedCount } }';
const DELETE = 'mutation ($input: DeleteTokenInput!) { deleteToken(input: $input) { deletedTokenId } }';
const CANCEL = 'mutation ($id: ID!) { cancelTokenRequest(input: { requestId: $id }) { tokenRequest { status } } }';
const REGENERATE = 'mutation ($input: RegenerateTokenInput!) { regenerateToken(input: $input) { secret } }';
const REMOVE = `mutation ($input: RemoveOrganizationMemberInput!) {
  removeOrganizationMember(input: $input) { organization { login } } }`;
const POLICY = `mutation ($input: UpdateOrganizationTokenPolicyInput!) {
  updateOrganizationTokenPolicy(input: $input) { organization { login } } }`;

// Many rounds, on a machine that may be doing other things.
vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
});
beforeEach(async () => {
  ({ owner, member, organization: acme } = await app.aTeam());
});
afterAll(() => app.close());

const codesOf = (answers: Answer[]) =>
  answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions['code'] as string);
const approve = (ids: number[]) =>
  app.as(owner, APPROVE, { input: { organization: acme.login, requestIds: ids.map(String) } });
async function aWideningToken(by = member) {
  const { token } = await app.aToken(by, acme.login, { permissions: { contents: 'read' } });
  await app.decideAll(owner, acme, 'APPROVED');
  const { request } = await edited(app, by, token.id, { permissions: { contents: 'write' } });
  return { id: token.id, requestId: request!.databaseId };
}
const standing = async (tokenId: number) => {
  const [row]: { grants: number; pending: number; levels: string[] | null }[] = await app.database.query(
    `SELECT (SELECT count(*) FROM token_grants WHERE token_id = $1 AND ended_at IS NULL) AS grants,
            (SELECT count(*) FROM token_requests WHERE token_id = $1 AND status = 'PENDING') AS pending,
            (SELECT array_agg(held.key || ':' || held.level ORDER BY held.key) FROM token_grant_permissions held
               JOIN token_grants live ON live.id = held.grant_id AND live.ended_at IS NULL WHERE live.token_id = $1) AS levels`,
    [tokenId],
  );
  return row!;
};
const rounds = async (each: (round: number) => Promise<void>) => {
  // oxlint-disable-next-line no-await-in-loop -- round by round
  for (let round = 0; round < ROUNDS; round++) await each(round);
};

test(`RQ-12: edited four times at once, ${ROUNDS} times: one request waits, each other is cancelled`, () =>
  rounds(async () => {
    const { id } = await aWideningToken();
    const answers = await Promise.all(
      (['issues', 'actions', 'pages', 'deployments'] as const).map((key) =>
        edit(app, member, id, { permissions: { contents: 'read', [key]: 'read' }, name: app.aName('raced') }),
      ),
    );
    expect(codesOf(answers)).toEqual([]);
    expect(await standing(id)).toEqual({ grants: 1, pending: 1, levels: ['contents:read', 'metadata:read'] });
    const [{ cancelled, late }] = await app.database.query(
      `SELECT count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled, count(*) FILTER (WHERE decided_at < created_at) AS late
         FROM token_requests WHERE token_id = $1`,
      [id],
    );
    expect([cancelled, late]).toEqual([4, 0]);
  }));

test(`RQ-12: approved while it is edited, ${ROUNDS} times: what was approved is what was asked, and never two grants`, () =>
  rounds(async (round) => {
    const { id, requestId } = await aWideningToken();
    const change = round % 2 ? { contents: 'read' } : { contents: 'write', issues: 'read' };
    const [approval, change1, change2] = await Promise.all([
      approve([requestId]),
      edit(app, member, id, { permissions: change as Record<string, 'read' | 'write'> }),
      edit(app, member, id, { name: app.aName('raced') }),
    ]);
    expect(codesOf([approval, change1, change2])).toEqual([]);
    const { approvedCount, failures } = approval.data.approveTokenRequests;
    expect([approvedCount, failures]).toEqual(approvedCount ? [1, []] : [0, [{ code: 'WITHDRAWN' }]]);
    const whereEdited = approvedCount ? 'contents:write' : 'contents:read';
    const after =
      round % 2
        ? { pending: 0, levels: ['contents:read', 'metadata:read'] }
        : { pending: 1, levels: [whereEdited, 'metadata:read'] };
    expect(await standing(id)).toEqual({ grants: 1, ...after });
  }));

test(`TK-12: edited, regenerated, withdrawn and approved while it is deleted, ${ROUNDS} times: nothing is left alive`, () =>
  rounds(async () => {
    const { id, requestId } = await aWideningToken();
    const answers = await Promise.all([
      edit(app, member, id, { permissions: { issues: 'read' }, name: app.aName('raced') }),
      app.as(member, REGENERATE, { input: { tokenId: String(id), expiresInDays: 7 } }),
      app.as(member, DELETE, { input: { tokenId: String(id) } }),
      app.as(member, CANCEL, { id: String(requestId) }),
      approve([requestId]),
    ]);
    // What comes after the deletion finds no token; what comes after the end of the request is told so.
    expect(codesOf(answers).filter((code) => code !== 'NOT_FOUND' && code !== 'CONFLICT')).toEqual([]);
    expect(answers[2].errors).toBeUndefined();
    expect(await standing(id)).toEqual({ grants: 0, pending: 0, levels: null });
  }));

test(`GN-3: edited while its person is removed and owners decide, ${ROUNDS} times: nothing is left to who is gone`, () =>
  rounds(async () => {
    const leaver = await app.aPerson();
    await app.join(owner, acme, leaver.login);
    const { id, requestId } = await aWideningToken(leaver);
    const answers = await Promise.all([
      approve([requestId]),
      edit(app, leaver, id, { permissions: { contents: 'write', issues: 'read' }, name: app.aName('raced') }),
      app.as(owner, REMOVE, { input: { organization: acme.login, login: leaver.login } }),
      edit(app, leaver, id, { permissions: { metadata: 'read' } }),
    ]);
    expect(codesOf(answers).filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    expect(answers[2].errors).toBeUndefined();
    expect(await standing(id)).toEqual({ grants: 0, pending: 0, levels: null });
  }));

test(`GN-2: narrowed and renamed while it is revoked, approved and policy changes, ${ROUNDS} times: revoked means revoked`, () =>
  rounds(async (round) => {
    const { id, requestId } = await aWideningToken();
    const [{ grant, version }] = await app.database.query(
      `SELECT live.id AS grant, policy_version AS version FROM token_grants live JOIN organizations organization ON organization.id = organization_id
        WHERE token_id = $1 AND ended_at IS NULL`,
      [id],
    );
    const policy = { organization: acme.login, expectedVersion: version, fineGrainedMaxDays: round % 2 ? 300 : 301 };
    const answers = await Promise.all([
      edit(app, member, id, { permissions: { metadata: 'read' }, name: app.aName('raced') }),
      app.as(owner, REVOKE, { input: { organization: acme.login, grantIds: [String(grant)] } }),
      app.as(owner, POLICY, { input: policy }),
      approve([requestId, requestId - 1]),
    ]);
    expect(codesOf(answers)).toEqual([]);
    const [{ revoked }] = await app.database.query(
      'SELECT ended_at IS NOT NULL AS revoked FROM token_grants WHERE id = $1',
      [grant],
    );
    const { grants, levels } = await standing(id);
    expect([revoked, grants <= 1]).toEqual([true, true]);
    // Where something stands, it is a later approval, and what the edit gave back is not in it.
    expect(levels ?? ['metadata:read']).toEqual(['metadata:read']);
  }));
