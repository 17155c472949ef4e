import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';

const ASK = `mutation ($input: RequestTokenAccessInput!) { requestTokenAccess(input: $input) {
  tokenRequest { databaseId status reason decidedAutomatically permissions { repository { key level } } }
  token { viewerCanRequestAccess blockedBy { code } } } }`;
const CAN =
  'query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) { ... on FineGrainedToken { viewerCanRequestAccess } } } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

type Team = Awaited<ReturnType<TestApp['aTeam']>>;
const ask = (asker: Asker, tokenId: number, reason: string | null = null) =>
  app.as(asker, ASK, { input: { tokenId: String(tokenId), reason } });
const sql = (statement: string, ...values: unknown[]) => app.database.query(statement, values);

async function aDeniedToken() {
  const team = await app.aTeam();
  const { token } = await app.aToken(team.member, team.organization.login, { permissions: { issues: 'write' } });
  await app.decideAll(team.owner, team.organization, 'DENIED');
  return { ...team, token };
}

test('RQ-13: after a denial one asks again: a new request with its own reason, which waits', async () => {
  const { member, organization, token } = await aDeniedToken();

  const { data, errors } = await ask(member, token.id, 'I was told to ask again.');

  expect(errors).toBeUndefined();
  expect(data.requestTokenAccess).toEqual({
    tokenRequest: {
      databaseId: expect.any(Number),
      status: 'PENDING',
      reason: 'I was told to ask again.',
      decidedAutomatically: false,
      permissions: {
        repository: [
          { key: 'issues', level: 'WRITE' },
          { key: 'metadata', level: 'READ' },
        ],
      },
    },
    token: { viewerCanRequestAccess: false, blockedBy: { code: 'PENDING' } },
  });
  const entries = await sql(
    `SELECT FROM audit_entries WHERE organization_id = $1 AND action = 'personal_access_token.request_created'`,
    organization.id,
  );
  expect(entries).toHaveLength(2);
});

test.each<[string, (team: Team & { token: { id: number } }) => Promise<unknown>]>([
  [
    'a withdrawal',
    ({ member, token }) =>
      ask(member, token.id).then(({ data }) =>
        app.as(
          member,
          'mutation ($id: ID!) { cancelTokenRequest(input: { requestId: $id }) { tokenRequest { id } } }',
          {
            id: String(data.requestTokenAccess.tokenRequest.databaseId),
          },
        ),
      ),
  ],
  [
    'a revocation',
    async ({ owner, member, organization, token }) => {
      await ask(member, token.id);
      await app.decideAll(owner, organization, 'APPROVED');
      const input = { organization: organization.login, filter: {}, asOf: new Date() };
      await app.as(
        owner,
        'mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) { revokedCount } }',
        { input },
      );
    },
  ],
])('RQ-13: after %s one asks again', async (_, before) => {
  const team = await aDeniedToken();
  await before(team);
  const { data } = await app.as(team.member, CAN, { id: team.token.id });
  expect(data.viewer.personalAccessToken.viewerCanRequestAccess).toBe(true);
  expect((await ask(team.member, team.token.id)).data.requestTokenAccess.tokenRequest.status).toBe('PENDING');
});

test('RQ-2: where no approval is needed any more, asking again is being granted', async () => {
  const { member, organization, token } = await aDeniedToken();
  await sql(`UPDATE organizations SET approval = 'NOT_REQUIRED' WHERE id = $1`, organization.id);
  const { data } = await ask(member, token.id);
  expect(data.requestTokenAccess).toMatchObject({
    tokenRequest: { status: 'APPROVED', decidedAutomatically: true },
    token: { blockedBy: null },
  });
});

test.each<[string, string, (team: Team & { token: { id: number } }) => Promise<unknown>]>([
  ['one waits', 'CONFLICT', ({ member, token }) => ask(member, token.id)],
  [
    'a grant stands',
    'CONFLICT',
    async ({ owner, member, organization, token }) => {
      await ask(member, token.id);
      await app.decideAll(owner, organization, 'APPROVED');
    },
  ],
  [
    'the token is revoked',
    'CONFLICT',
    ({ token }) => sql('UPDATE tokens SET revoked_at = now() WHERE id = $1', token.id),
  ],
  [
    'the token has expired',
    'CONFLICT',
    ({ token }) =>
      sql(
        `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
        token.id,
      ),
  ],
  [
    'the token is deleted',
    'NOT_FOUND',
    ({ token }) => sql('UPDATE tokens SET deleted_at = now() WHERE id = $1', token.id),
  ],
  [
    'fine-grained tokens are restricted',
    'FORBIDDEN',
    ({ organization }) =>
      sql(`UPDATE organizations SET fine_grained_access = 'RESTRICTED' WHERE id = $1`, organization.id),
  ],
  [
    'the token lives too long',
    'FORBIDDEN',
    ({ organization }) => sql('UPDATE organizations SET fine_grained_max_days = 29 WHERE id = $1', organization.id),
  ],
  [
    'one has left',
    'NOT_FOUND',
    ({ organization, member }) =>
      sql('DELETE FROM memberships WHERE organization_id = $1 AND user_id = $2', organization.id, member.id),
  ],
])(
  'RQ-13: not while %s: %s, nothing is stored, and viewerCanRequestAccess says so beforehand',
  async (_, code, meanwhile) => {
    const team = await aDeniedToken();
    await meanwhile(team);
    const count = () => sql('SELECT count(*) FROM token_requests WHERE token_id = $1', team.token.id);
    const before = await count();

    const can = await app.as(team.member, CAN, { id: team.token.id });
    const { errors } = await ask(team.member, team.token.id);

    expect(can.data.viewer.personalAccessToken?.viewerCanRequestAccess ?? false).toBe(false);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(await count()).toEqual(before);
  },
);

test("another's token is NOT_FOUND, one's own for oneself has nobody to ask, and a token may not ask at all", async () => {
  const { owner, member, token } = await aDeniedToken();
  const { token: own, secret } = await app.aToken(member, member.login);
  expect((await ask(owner, token.id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await ask(member, own.id)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect((await ask(secret, token.id)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await ask(member, token.id, 'r'.repeat(1025))).errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { reason: expect.any(String) } } },
  ]);
});

test('RQ-13: asked twice at once, one request waits', async () => {
  const { member, token } = await aDeniedToken();
  const answers = await Promise.all([ask(member, token.id), ask(member, token.id)]);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect(await sql(`SELECT FROM token_requests WHERE token_id = $1 AND status = 'PENDING'`, token.id)).toHaveLength(1);
});
