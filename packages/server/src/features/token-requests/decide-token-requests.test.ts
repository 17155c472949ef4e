import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, countStatements } from '../../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { type DecideInput, decideTokenRequests } from './decide-token-requests.ts';

const DECIDED =
  'failures { requestId code message } failureCount totalCount bulkDecision { databaseId status totalCount }';
const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) { approved { databaseId status decidedBy { ... on User { login } } } approvedCount ${DECIDED} } }`;
const DENY = `mutation ($input: DenyTokenRequestsInput!) {
  denyTokenRequests(input: $input) { denied { databaseId status decisionReason } deniedCount ${DECIDED} } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function aRequest() {
  const team = await app.aTeam();
  const { token } = await app.aToken(team.member, team.organization.login);
  const [request] = await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [token.id]);
  return { ...team, token, requestId: String(request.id) };
}

const actionsOf = async ({ id }: Organization): Promise<string[]> => {
  const rows: { action: string }[] = await app.database.query(
    'SELECT action FROM audit_entries WHERE organization_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ action }) => action);
};
/** But for those that tell that a token was made. */
const mailsTo = ({ email }: User): Promise<{ subject: string; text: string }[]> =>
  app.database.query(
    `SELECT subject, text FROM mailbox_messages WHERE "to" = $1 AND subject NOT LIKE '%created' ORDER BY id`,
    [email],
  );
const statusOf = async (id: number | string) =>
  (await app.database.query('SELECT status FROM token_requests WHERE id = $1', [id]))[0].status;

test('RQ-5: an owner approves a request: row, grant, audit entries and mail', async () => {
  const { owner, member, organization, token, requestId } = await aRequest();

  const { data, errors } = await app.as(owner, APPROVE, {
    input: { organization: organization.login, requestIds: [requestId] },
  });

  expect(errors).toBeUndefined();
  expect(data.approveTokenRequests).toMatchObject({
    approved: [{ databaseId: Number(requestId), status: 'APPROVED', decidedBy: { login: owner.login } }],
    approvedCount: 1,
    failures: [],
    totalCount: 1,
  });
  const grants = await app.database.query('SELECT ended_at FROM token_grants WHERE token_id = $1', [token.id]);
  expect(grants).toEqual([{ ended_at: null }]);
  expect(await actionsOf(organization)).toEqual(
    expect.arrayContaining(['personal_access_token.request_approved', 'personal_access_token.access_granted']),
  );
  await vi.waitFor(async () => expect(await mailsTo(member)).toHaveLength(1), 10_000);
  const [mail] = await mailsTo(member);
  expect(mail!.subject).toBe(`[${organization.login}] Your token "${token.name}" was approved`);
});

test('RQ-5, ML-2: a denial takes its reason to the creator, and grants nothing', async () => {
  const { owner, member, organization, token, requestId } = await aRequest();
  const reason = 'Ask for one repository only.';

  const { data } = await app.as(owner, DENY, {
    input: { organization: organization.login, requestIds: [requestId], reason },
  });

  expect(data.denyTokenRequests).toMatchObject({
    denied: [{ status: 'DENIED', decisionReason: reason }],
    deniedCount: 1,
  });
  expect(await app.database.query('SELECT FROM token_grants WHERE token_id = $1', [token.id])).toEqual([]);
  await vi.waitFor(async () => expect((await mailsTo(member))[0]?.text).toContain(reason), 10_000);
});

test('a stranger is told that there is no such organization, and nothing is written', async () => {
  const { organization, requestId } = await aRequest();

  const { errors } = await app.as(await app.aPerson(), APPROVE, {
    input: { organization: organization.login, requestIds: [requestId] },
  });

  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(await statusOf(requestId)).toBe('PENDING');
});

test('RQ-11: neither a member nor a token of an owner may decide, whatever it carries', async () => {
  const { owner, member, organization, requestId } = await aRequest();
  const input = { organization: organization.login, requestIds: [requestId] };
  const { secret } = await app.aToken(owner, organization.login, {
    permissions: { members: 'write', organization_administration: 'write' },
  });

  const byMember = await app.as(member, APPROVE, { input });
  const byToken = await app.as(secret, APPROVE, { input });
  const byNobody = await app.as(null, APPROVE, { input });

  const permission = 'organization_personal_access_token_requests:write';
  expect(byMember.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission } }]);
  expect(byToken.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission } }]);
  expect(byNobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  expect(await statusOf(requestId)).toBe('PENDING');
});

test('RQ-6: those that cannot be decided are told one by one and do not stop the others', async () => {
  const { owner, member, organization, requestId } = await aRequest();
  const foreign = await aRequest();
  const { token: dead } = await app.aToken(member, organization.login);
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [dead.id]);
  const { token: withdrawn } = await app.aToken(member, organization.login);
  const idOf = async (token: { id: number }) =>
    String((await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [token.id]))[0].id);
  const [deadId, withdrawnId] = [await idOf(dead), await idOf(withdrawn)];
  await app.as(
    member,
    'mutation ($input: CancelTokenRequestInput!) { cancelTokenRequest(input: $input) { tokenRequest { status } } }',
    {
      input: { requestId: withdrawnId },
    },
  );

  const requestIds = [requestId, requestId, deadId, withdrawnId, foreign.requestId, '999999999', 'nonsense'];
  const { data } = await app.as(owner, APPROVE, { input: { organization: organization.login, requestIds } });

  expect(data.approveTokenRequests.approved).toMatchObject([{ databaseId: Number(requestId) }]);
  const codes = data.approveTokenRequests.failures.map(({ code }: { code: string }) => code).toSorted();
  expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'TOKEN_DEAD', 'WITHDRAWN']);
  expect(data.approveTokenRequests).toMatchObject({ approvedCount: 1, failureCount: 5, totalCount: 6 });
  expect(await statusOf(foreign.requestId)).toBe('PENDING');
});

test('RQ-6: what the policy forbids by now cannot be approved, but denied', async () => {
  const { owner, organization, requestId } = await aRequest();
  await app.database.query(`UPDATE organizations SET fine_grained_access = 'RESTRICTED' WHERE id = $1`, [
    organization.id,
  ]);
  const input = { organization: organization.login, requestIds: [requestId] };

  const approval = await app.as(owner, APPROVE, { input });
  const denial = await app.as(owner, DENY, { input });

  expect(approval.data.approveTokenRequests.failures).toMatchObject([{ code: 'POLICY' }]);
  expect(denial.data.denyTokenRequests.deniedCount).toBe(1);
});

test.each([
  ['neither ids nor filter', {}, 'requestIds'],
  ['both ids and filter', { requestIds: ['1'], filter: {}, asOf: new Date() }, 'requestIds'],
  ['no ids', { requestIds: [] }, 'requestIds'],
  ['101 ids', { requestIds: Array.from({ length: 101 }, (_, index) => String(index + 1)) }, 'requestIds'],
  ['a filter without asOf', { filter: {} }, 'asOf'],
  ['a filter of decided ones', { filter: { status: ['DENIED'] }, asOf: new Date() }, 'filter'],
  ['a reason of 1,025 characters', { requestIds: ['1'], reason: 'x'.repeat(1025) }, 'reason'],
])('%s is INVALID and names the field', async (_, input, field) => {
  const { owner, organization } = await app.aTeam();

  const { errors } = await app.as(owner, APPROVE, { input: { organization: organization.login, ...input } });

  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { [field]: expect.any(String) } } }]);
});

test('RQ-12: a decision by filter leaves alone what came after its list was read', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 3);
  const asOf = new Date();
  app.now = new Date(asOf.getTime() + 1000);
  const [later] = await app.manyRequests(organization, member, 1);

  const { data } = await app.as(owner, APPROVE, { input: { organization: organization.login, filter: {}, asOf } });
  app.now = null;

  expect(data.approveTokenRequests).toMatchObject({ approvedCount: 3, totalCount: 3 });
  expect(await statusOf(later!)).toBe('PENDING');
});

test('RQ-7: two owners decide the same request at once, 200 times: one decision, one audit entry, one mail each', async () => {
  const { owner, member, organization } = await app.aTeam();
  const other = await app.aPerson();
  await app.join(owner, organization, other.login, 'OWNER');
  const ids = await app.manyRequests(organization, member, 200);

  const race = async (id: number) => {
    const input = { organization: organization.login, requestIds: [String(id)] };
    const [approval, denial] = await Promise.all([app.as(owner, APPROVE, { input }), app.as(other, DENY, { input })]);
    const { approvedCount, failures: lateApproval } = approval.data.approveTokenRequests;
    const { deniedCount, failures: lateDenial } = denial.data.denyTokenRequests;
    return { decisions: approvedCount + deniedCount, late: [...lateApproval, ...lateDenial] };
  };
  const races: Awaited<ReturnType<typeof race>>[] = [];
  // No more at once than a busy machine serves before those who wait for a connection are told to come again.
  for (let from = 0; from < ids.length; from += 25)
    // oxlint-disable-next-line no-await-in-loop -- see above
    races.push(...(await Promise.all(ids.slice(from, from + 25).map(race))));
  expect(races).toHaveLength(200);

  expect(races.every(({ decisions }) => decisions === 1)).toBe(true);
  for (const { late } of races)
    expect(late).toMatchObject([
      { code: 'ALREADY_DECIDED', message: expect.stringMatching(/^Already (approved|denied) by person-/) },
    ]);
  const decisions = (await actionsOf(organization)).filter((action) => /request_(approved|denied)$/.test(action));
  expect(decisions).toHaveLength(200);
  await vi.waitFor(async () => expect(await mailsTo(member)).toHaveLength(200), { timeout: 25_000, interval: 200 });
});

test('RQ-6: 100 by ids, and 1,000 by filter, take as many statements as one', async () => {
  const { owner, member, organization } = await app.aTeam();
  // On connections of its own, so that the statements of the mails that go out meanwhile are not counted in.
  const database = await connect({ url: app.databaseUrl, entities: ENTITIES, migrations: MIGRATIONS });
  const statementsOf = async (input: Pick<DecideInput, 'requestIds' | 'filter' | 'asOf'>) => {
    const caller = { ...(await app.sessionOf(owner)), database };
    const counter = countStatements(database);
    const { decidedCount } = await decideTokenRequests(caller, {
      organization: organization.login,
      decision: 'APPROVED',
      ...input,
    });
    counter.stop();
    return { statements: counter.statements.length, decidedCount };
  };
  const byIds = async (count: number) => {
    const ids = await app.manyRequests(organization, member, count);
    return statementsOf({ requestIds: ids.map((id) => ({ id, given: String(id) })) });
  };
  const byFilter = async (count: number) => {
    await app.manyRequests(organization, member, count);
    return statementsOf({ filter: {}, asOf: new Date() });
  };

  const [one, hundred] = [await byIds(1), await byIds(100)];
  const [oneByFilter, thousand] = [await byFilter(1), await byFilter(1000)];
  await database.destroy();

  expect(one).toEqual({ decidedCount: 1, statements: expect.any(Number) });
  expect(hundred).toEqual({ decidedCount: 100, statements: one.statements });
  expect(oneByFilter).toEqual({ decidedCount: 1, statements: expect.any(Number) });
  expect(thousand).toEqual({ decidedCount: 1000, statements: oneByFilter.statements });
  expect(one.statements).toBeLessThan(25);
});

test('RQ-6: above 10,000 a job carries on, and the answer says how far it is', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 10_001);

  const { data } = await app.as(owner, APPROVE, {
    input: { organization: organization.login, filter: {}, asOf: new Date() },
  });

  expect(data.approveTokenRequests).toMatchObject({
    approvedCount: 0,
    bulkDecision: { status: 'RUNNING', totalCount: 10_001 },
  });
  const { databaseId } = data.approveTokenRequests.bulkDecision;
  const progress = () =>
    app.as(
      owner,
      'query ($login: String!, $id: Int!) { organization(login: $login) { bulkDecision(databaseId: $id) { status decidedCount } } }',
      {
        login: organization.login,
        id: databaseId,
      },
    );
  await vi.waitFor(
    async () =>
      expect((await progress()).data.organization.bulkDecision).toEqual({ status: 'DONE', decidedCount: 10_001 }),
    {
      timeout: 60_000,
      interval: 200,
    },
  );
}, 90_000);
