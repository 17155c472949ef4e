import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';

const CANCEL = `mutation ($input: CancelTokenRequestInput!) { cancelTokenRequest(input: $input) {
  clientMutationId tokenRequest { databaseId status decidedAt decidedBy { ... on User { login } } viewerCanCancel } } }`;
const APPROVE =
  'mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount failures { code message } } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function aRequest() {
  const team = await app.aTeam();
  const { token } = await app.aToken(team.member, team.organization.login);
  const [{ id }] = await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [token.id]);
  return { ...team, token, id: Number(id) };
}
const cancel = (asker: Asker, requestId: string | number) =>
  app.as(asker, CANCEL, { input: { requestId: String(requestId) } });
const statusOf = async (id: number) =>
  (await app.database.query('SELECT status FROM token_requests WHERE id = $1', [id]))[0].status;

test('RQ-8: the requester withdraws what waits; the log says so, and nobody can decide it any more', async () => {
  const { owner, member, organization, token, id } = await aRequest();

  const { data, errors } = await cancel(member, globalId('TokenRequest', id));

  expect(errors).toBeUndefined();
  expect(data.cancelTokenRequest.tokenRequest).toEqual({
    databaseId: id,
    status: 'CANCELLED',
    decidedAt: expect.any(String),
    decidedBy: { login: member.login },
    viewerCanCancel: false,
  });
  const [entry] = await app.database.query(
    `SELECT actor_login AS actor, credential_kind AS kind, subject FROM audit_entries
      WHERE organization_id = $1 AND action = 'personal_access_token.request_cancelled'`,
    [organization.id],
  );
  expect(entry).toEqual({ actor: member.login, kind: 'SESSION', subject: token.name });
  const late = await app.as(owner, APPROVE, { input: { organization: organization.login, requestIds: [String(id)] } });
  expect(late.data.approveTokenRequests).toMatchObject({ approvedCount: 0, failures: [{ code: 'WITHDRAWN' }] });
});

test('to a stranger, and to an owner who did not ask, there is no request to withdraw', async () => {
  const { owner, id } = await aRequest();
  const answers = [
    await cancel(await app.aPerson(), id),
    await cancel(owner, id),
    await cancel(owner, 999_999_999),
    await cancel(owner, 'nonsense'),
  ];
  for (const { errors } of answers)
    expect(errors).toMatchObject([{ message: 'The request could not be found.', extensions: { code: 'NOT_FOUND' } }]);
  expect(await statusOf(id)).toBe('PENDING');
});

test("a token cannot withdraw its person's requests", async () => {
  const { member, id } = await aRequest();
  const { secret } = await app.aToken(member, member.login);
  expect((await cancel(secret, id)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await cancel(null, id)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('RQ-8: what is decided, or withdrawn, is a CONFLICT that says which', async () => {
  const { owner, member, organization, id } = await aRequest();
  await app.decideAll(owner, organization, 'DENIED');
  expect((await cancel(member, id)).errors).toMatchObject([
    { message: 'The request is already denied.', extensions: { code: 'CONFLICT' } },
  ]);
});

test('RQ-7: withdrawn while it is approved, 20 times: each ends one way, and the other is told', async () => {
  const { owner, member, organization } = await aRequest();
  const ids = await app.manyRequests(organization, member, 20);
  const races = await Promise.all(
    ids.map(async (id) => {
      const input = { organization: organization.login, requestIds: [String(id)] };
      const [approval, withdrawal] = await Promise.all([app.as(owner, APPROVE, { input }), cancel(member, id)]);
      const { approvedCount, failures } = approval.data.approveTokenRequests;
      return `${approvedCount} ${failures[0]?.code ?? '-'} ${withdrawal.errors?.[0]?.extensions['code'] ?? '-'} ${await statusOf(id)}`;
    }),
  );
  expect(new Set(races).difference(new Set(['1 - CONFLICT APPROVED', '0 WITHDRAWN - CANCELLED']))).toEqual(new Set());
});

test('RQ-9: a closed request stays readable, with decider, time and reason, to owners and to the requester alone', async () => {
  const { owner, member, organization, id } = await aRequest();
  const DENY = 'mutation ($input: DenyTokenRequestsInput!) { denyTokenRequests(input: $input) { deniedCount } }';
  const input = { organization: organization.login, requestIds: [String(id)], reason: 'Too much.' };
  await app.as(owner, DENY, { input });
  const READ = `query ($login: String!, $id: Int!) { organization(login: $login) { tokenRequest(databaseId: $id) {
    status decidedAt decisionReason decidedBy { ... on User { login } } } } }`;
  const read = (asker: Asker) => app.as(asker, READ, { login: organization.login, id });
  const other = await app.aPerson();
  await app.join(owner, organization, other.login);
  const ownList = await app.as(member, '{ viewer { tokenRequests(first: 5) { nodes { databaseId status } } } }');

  const closed = {
    status: 'DENIED',
    decidedAt: expect.any(String),
    decisionReason: 'Too much.',
    decidedBy: { login: owner.login },
  };
  expect((await read(owner)).data.organization.tokenRequest).toEqual(closed);
  expect((await read(member)).data.organization.tokenRequest).toEqual(closed);
  expect(ownList.data.viewer.tokenRequests.nodes).toEqual([{ databaseId: id, status: 'DENIED' }]);
  expect(await read(other)).toMatchObject({
    data: { organization: { tokenRequest: null } },
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
});
