import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import { removeOrganizationMember } from '../organizations/remove-organization-member.ts';

const REGENERATE = `mutation ($input: RegenerateTokenInput!) { regenerateToken(input: $input) { clientMutationId secret token {
  __typename id lastEight createdAt expiresAt status ... on FineGrainedToken { blockedBy { code } grant { databaseId } latestRequest { status } }
  ... on ClassicToken { scopes blockedIn { code organization { login } } } } } }`;
const DAY = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const regenerate = (asker: Asker, tokenId: string | number, expiry: object = { expiresInDays: 30 }) =>
  app.as(asker, REGENERATE, { input: { tokenId: String(tokenId), ...expiry } });
const regenerated = async (asker: Asker, tokenId: string | number, expiry?: object) => {
  const { data, errors } = await regenerate(asker, tokenId, expiry);
  expect(errors).toBeUndefined();
  return data.regenerateToken;
};
const statusOf = async (secret: string) => (await app.as(secret, '{ viewer { login } }')).status;
const entriesOf = (tokenId: number): Promise<{ action: string; organization: number | null; details: object }[]> =>
  app.database.query(
    `SELECT action, organization_id AS organization, details FROM audit_entries
      WHERE subject_id = $1 AND subject_type = 'token' AND action ~ 'regenerate' ORDER BY id`,
    [tokenId],
  );
const kill = (id: number, how: string) => app.database.query(`UPDATE tokens SET ${how} WHERE id = $1`, [id]);
const EXPIRED = `issued_at = now() - interval '2 days', expires_at = now() - interval '1 day'`;

test('TK-10: a granted token has a new secret and a new end; the old secret is dead, the grant stands', async () => {
  const { owner, member, organization } = await app.aTeam();
  const repository = await app.aRepository(owner, organization.login, 'PRIVATE');
  const { token, secret } = await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');
  const reads = async (bearer: string) =>
    (
      await fetch(`${app.address}/api/v3/repos/${organization.login}/${repository.name}`, {
        headers: await app.headersOf(bearer),
      })
    ).status;
  expect(await reads(secret)).toBe(200);

  const made = await regenerated(member, globalId('FineGrainedToken', token.id), {
    expiresInDays: 7,
    clientMutationId: 'mine',
  });

  expect([await reads(secret), await reads(made.secret)]).toEqual([401, 200]);
  expect(made).toMatchObject({
    clientMutationId: 'mine',
    token: {
      __typename: 'FineGrainedToken',
      id: globalId('FineGrainedToken', token.id),
      lastEight: made.secret.slice(-8),
      createdAt: token.createdAt.toISOString(),
      blockedBy: null,
      grant: { databaseId: expect.any(Number) },
    },
  });
  expect(Math.abs(Date.parse(made.token.expiresAt) - Date.now() - 7 * DAY)).toBeLessThan(60_000);
  expect(await entriesOf(token.id)).toEqual([
    {
      action: 'personal_access_token.credential_regenerated',
      organization: null,
      details: { expires_at: { from: token.expiresAt!.toISOString(), to: made.token.expiresAt } },
    },
  ]);
});

test('TK-2: of the new secret there is the SHA-256 and its end, and nothing of the old one', async () => {
  const person = await app.aPerson();
  const { token, secret: old } = await app.aClassicToken(person);
  const { secret } = await regenerated(person, token.id);
  const [row] = await app.database.query('SELECT secret_hash FROM tokens WHERE id = $1', [token.id]);
  expect(row.secret_hash).toEqual(createHash('sha256').update(secret).digest());
  const dump = await dumpOf(app.database);
  for (const written of [secret, secret.slice(4, 30), old, createHash('sha256').update(old).digest('hex')])
    expect(dump.includes(written)).toBe(false);
});

test('TK-10: a waiting request goes on waiting, and works for the new secret once approved', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login, { expiresInDays: 30 });
  const waiting = 'SELECT id FROM token_requests WHERE token_id = $1';
  const [asked] = await app.database.query(waiting, [token.id]);
  const made = await regenerated(member, token.id, { expiresInDays: 7 });
  expect(await app.database.query(waiting, [token.id])).toEqual([asked]);
  expect(made.token).toMatchObject({ latestRequest: { status: 'PENDING' }, blockedBy: { code: 'PENDING' } });
  expect(await app.decideAll(owner, organization, 'APPROVED')).toBe(1);
});

test('RQ-12: a token that lives longer than owners have seen is asked for anew, and a decision from before leaves it alone', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login, { expiresInDays: 1, reason: 'For the release' });
  const list = `{ organization(login: "${organization.login}") { tokenRequests(first: 1) { asOf nodes { databaseId } } } }`;
  const before = (await app.as(owner, list)).data.organization.tokenRequests;

  const made = await regenerated(member, token.id, { expiresInDays: 300 });
  const approve = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount } }`;
  const input = { organization: organization.login, filter: {}, asOf: before.asOf };
  const decided = await app.as(owner, approve, { input });
  expect(decided).toMatchObject({ data: { approveTokenRequests: { approvedCount: 0 } } });

  const after = await app.database.query(
    'SELECT id, status, reason FROM token_requests WHERE token_id = $1 ORDER BY id',
    [token.id],
  );
  expect(after).toEqual([
    { id: before.nodes[0].databaseId, status: 'CANCELLED', reason: 'For the release' },
    { id: expect.any(Number), status: 'PENDING', reason: 'For the release' },
  ]);
  expect(made.token).toMatchObject({ latestRequest: { status: 'PENDING' }, grant: null });
});

test('TK-10: a classic token keeps its scopes; PO-5: no organization is asked, the answer tells where it is refused', async () => {
  const { member, organization } = await app.aTeam();
  await app.setPolicy(organization, { classicMaxDays: 7 });
  const { token, secret } = await app.aClassicToken(member, { scopes: ['repo', 'user'], expiresInDays: 7 });

  const longer = await regenerated(member, globalId('ClassicToken', token.id), { neverExpires: true });
  expect(longer.token).toMatchObject({
    __typename: 'ClassicToken',
    scopes: ['repo', 'user'],
    expiresAt: null,
    blockedIn: [{ code: 'LIFETIME', organization: { login: organization.login } }],
  });
  expect([await statusOf(secret), await statusOf(longer.secret)]).toEqual([401, 200]);
  expect((await regenerated(member, token.id, { expiresInDays: 7 })).token.blockedIn).toEqual([]);
  expect((await entriesOf(token.id)).map(({ action }) => action)).toEqual([
    'oauth_access.regenerate',
    'oauth_access.regenerate',
  ]);
});

test('PO-5: a lifetime counts from the regeneration, not from the first issue', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.headersOf(member);
  app.now = new Date();
  const { token } = await app.aToken(member, organization.login, { expiresInDays: 7 });
  await app.decideAll(owner, organization, 'APPROVED');
  await app.setPolicy(organization, { fineGrainedMaxDays: 7 });
  app.now = new Date(app.now.getTime() + 3_600_000);
  const made = await regenerated(member, token.id, { expiresInDays: 7 });
  app.now = null;
  expect(made.token.blockedBy).toBeNull();
});

test.each([
  ['expiresInDays', { expiresInDays: 8 }],
  ['expiresAt', { expiresAt: new Date(Date.now() + 8 * DAY) }],
  ['neverExpires', { neverExpires: true }],
])('PO-5: longer than the organization allows is INVALID, names %s, and changes nothing', async (field, expiry) => {
  const { member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login);
  await app.setPolicy(organization, { fineGrainedMaxDays: 7 });
  const { errors } = await regenerate(member, token.id, expiry);
  expect(errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { [field]: expect.stringContaining('7 days') } } },
  ]);
  expect(await statusOf(secret)).toBe(200);
  expect(await entriesOf(token.id)).toEqual([]);
});

test.each([
  ['restricts them', { fineGrainedAccess: 'RESTRICTED' } as const],
  ['has not opted in', { optedInAt: null }],
])('PO-4: FORBIDDEN with the policy where the organization %s', async (_, policy) => {
  const { member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login);
  await app.setPolicy(organization, policy);
  expect((await regenerate(member, token.id)).errors).toMatchObject([
    {
      message: expect.stringContaining(organization.login),
      extensions: { code: 'FORBIDDEN', policy: organization.login },
    },
  ]);
  expect(await statusOf(secret)).toBe(200);
});

test('GN-3: who is no member any more renews no token for the organization', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);
  await removeOrganizationMember(await app.sessionOf(owner), {
    organization: organization.login,
    login: member.login,
  });
  expect((await regenerate(member, token.id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('EX-1: nothing dead is revived: CONFLICT for expired and revoked, NOT_FOUND for deleted', async () => {
  const person = await app.aPerson();
  for (const make of [() => app.aClassicToken(person), () => app.aToken(person, person.login)])
    for (const [how, code] of [
      [EXPIRED, 'CONFLICT'],
      ['revoked_at = now()', 'CONFLICT'],
      ['deleted_at = now()', 'NOT_FOUND'],
    ] as const) {
      // oxlint-disable no-await-in-loop
      const { token, secret } = await make();
      await kill(token.id, how);
      expect((await regenerate(person, token.id)).errors).toMatchObject([{ extensions: { code } }]);
      expect(await statusOf(secret)).toBe(401);
      const [row] = await app.database.query('SELECT last_eight AS "lastEight" FROM tokens WHERE id = $1', [token.id]);
      expect(row).toEqual({ lastEight: token.lastEight });
      // oxlint-enable no-await-in-loop
    }
});

test("another's, unknown and strange ids, and ids of the other kind, are the same NOT_FOUND", async () => {
  const [person, other] = [await app.aPerson(), await app.aPerson()];
  const { token, secret } = await app.aClassicToken(other);
  const own = await app.aClassicToken(person);
  const ids = [token.id, globalId('ClassicToken', token.id), 999_999_999, 'nonsense', globalId('User', person.id)];
  const answers = await Promise.all(
    [...ids, globalId('FineGrainedToken', own.token.id)].map((id) => regenerate(person, id)),
  );
  for (const { errors } of answers)
    expect(errors).toMatchObject([{ message: 'The token could not be found.', extensions: { code: 'NOT_FOUND' } }]);
  expect(await statusOf(secret)).toBe(200);
});

test.each([{}, { expiresInDays: 0 }, { expiresInDays: 367 }, { expiresInDays: 7, neverExpires: true }])(
  'TK-4: the expiry %j is INVALID',
  async (expiry) => {
    const person = await app.aPerson();
    const { token } = await app.aClassicToken(person);
    expect((await regenerate(person, token.id, expiry)).errors).toMatchObject([
      { extensions: { code: 'INVALID', fields: { expiresInDays: expect.any(String) } } },
    ]);
  },
);

test('SN-3, AP-5: only a fresh session regenerates', async () => {
  const person = await app.aPerson();
  const { token, secret } = await app.aClassicToken(person, { scopes: ['repo', 'user'] });
  await app.headersOf(person);
  expect((await regenerate(secret, token.id)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await regenerate(null, token.id)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  app.now = new Date(Date.now() + 2 * 3_600_000 + 60_000);
  const { errors } = await regenerate(person, token.id);
  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});

test('TK-10: regenerated eight times at once, one secret of all is alive: the one that is told by its end', async () => {
  const person = await app.aPerson();
  const { token, secret } = await app.aClassicToken(person);
  const answers = await Promise.all(Array.from({ length: 8 }, () => regenerated(person, token.id)));
  const secrets = [secret, ...answers.map((answer) => answer.secret as string)];
  const statuses = await Promise.all(secrets.map(statusOf));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  const [row] = await app.database.query('SELECT last_eight AS "lastEight" FROM tokens WHERE id = $1', [token.id]);
  expect(secrets[statuses.indexOf(200)]!.endsWith(row.lastEight)).toBe(true);
});

test('TK-12: regenerated while it is deleted, 20 times: no secret survives the deletion', async () => {
  const person = await app.aPerson();
  const REMOVE = 'mutation ($input: DeleteTokenInput!) { deleteToken(input: $input) { deletedTokenId } }';
  const races = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { token, secret } = await app.aClassicToken(person);
      const [made] = await Promise.all([
        regenerate(person, token.id),
        app.as(person, REMOVE, { input: { tokenId: String(token.id) } }),
      ]);
      return [secret, ...(made.errors ? [] : [made.data.regenerateToken.secret as string])];
    }),
  );
  const statuses = await Promise.all(races.flat().map(statusOf));
  expect(new Set(statuses)).toEqual(new Set([401]));
});
