import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';

const DELETE =
  'mutation ($input: DeleteTokenInput!) { deleteToken(input: $input) { clientMutationId deletedTokenId } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const remove = (asker: Asker, tokenId: string | number) =>
  app.as(asker, DELETE, { input: { tokenId: String(tokenId), clientMutationId: 'mine' } });
const entriesOf = (column: 'user_id' | 'organization_id', id: number) =>
  app.database.query(`SELECT action, actor_login FROM audit_entries WHERE ${column} = $1 ORDER BY id DESC LIMIT 2`, [
    id,
  ]);

test('TK-12: a granted token dies at once with its grant, and both logs say so; its name is free', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');
  const id = globalId('FineGrainedToken', token.id);

  const { data, errors } = await remove(member, id);

  expect(errors).toBeUndefined();
  expect(data.deleteToken).toEqual({ clientMutationId: 'mine', deletedTokenId: id });
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(401);
  const [grant] = await app.database.query(
    'SELECT ended_at AS "endedAt", end_cause AS cause, ended_by_user_id AS by FROM token_grants WHERE token_id = $1',
    [token.id],
  );
  expect(grant).toEqual({ endedAt: expect.any(Date), cause: 'TOKEN_DELETED', by: member.id });
  const by = { actor_login: member.login };
  expect(await entriesOf('user_id', member.id)).toContainEqual({ action: 'personal_access_token.destroy', ...by });
  expect(await entriesOf('organization_id', organization.id)).toContainEqual({
    action: 'personal_access_token.access_revoked',
    ...by,
  });
  const list = await app.as(member, '{ viewer { personalAccessTokens(first: 9) { totalCount } } }');
  expect(list.data.viewer.personalAccessTokens.totalCount).toBe(0);
  await app.aToken(member, organization.login, { name: token.name });
});

test('TK-12: a classic token dies at once, and the security log says so under its own name', async () => {
  const person = await app.aPerson();
  const { token, secret } = await app.aClassicToken(person);
  const id = globalId('ClassicToken', token.id);
  expect((await remove(person, globalId('FineGrainedToken', token.id))).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);

  const { data, errors } = await remove(person, id);

  expect(errors).toBeUndefined();
  expect(data.deleteToken).toEqual({ clientMutationId: 'mine', deletedTokenId: id });
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(401);
  expect(await entriesOf('user_id', person.id)).toContainEqual({
    action: 'oauth_access.destroy',
    actor_login: person.login,
  });
  const byDigits = await app.aClassicToken(person, { name: token.name });
  expect((await remove(person, byDigits.token.id)).data.deleteToken.deletedTokenId).toBe(
    globalId('ClassicToken', byDigits.token.id),
  );
});

test('RQ-8: the request that waits ends as CANCELLED, and leaves the queue', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token } = await app.aToken(member, organization.login);

  await remove(member, token.id);

  const [request] = await app.database.query(
    'SELECT status, decided_by_user_id AS by FROM token_requests WHERE token_id = $1',
    [token.id],
  );
  expect(request).toEqual({ status: 'CANCELLED', by: member.id });
  expect(await entriesOf('organization_id', organization.id)).toContainEqual({
    action: 'personal_access_token.request_cancelled',
    actor_login: member.login,
  });
  expect(await app.decideAll(owner, organization, 'APPROVED')).toBe(0);
});

test("another's, unknown, and strange ids are the same NOT_FOUND; an owner of the organization has no say", async () => {
  const { owner, member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login);
  const answers = await Promise.all([
    remove(owner, token.id),
    remove(await app.aPerson(), token.id),
    remove(owner, 999_999_999),
    remove(owner, 'nonsense'),
    remove(owner, globalId('User', owner.id)),
  ]);
  for (const { errors } of answers)
    expect(errors).toMatchObject([{ message: 'The token could not be found.', extensions: { code: 'NOT_FOUND' } }]);
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(200);
});

test('AP-5: a token cannot delete itself, and nobody nothing', async () => {
  const person = await app.aPerson();
  const { token, secret } = await app.aToken(person, person.login);
  expect((await remove(secret, token.id)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await remove(null, token.id)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('TK-12: deleted twice at once it is deleted once, and never again', async () => {
  const person = await app.aPerson();
  const { token } = await app.aToken(person, person.login);
  const answers = await Promise.all([remove(person, token.id), remove(person, token.id)]);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await remove(person, token.id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  const entries = await app.database.query(
    `SELECT FROM audit_entries WHERE action = 'personal_access_token.destroy' AND subject_id = $1`,
    [token.id],
  );
  expect(entries).toHaveLength(1);
});

test('RQ-7, TK-12: deleted while it is approved, 50 times: never a live grant without a token, and nothing breaks', async () => {
  const { owner, member, organization } = await app.aTeam();
  const ids = await app.manyRequests(organization, member, 50);
  const APPROVE = `mutation ($input: ApproveTokenRequestsInput!) { approveTokenRequests(input: $input) { approvedCount failures { code } } }`;
  const tokens: { id: number; tokenId: number }[] = await app.database.query(
    'SELECT id, token_id AS "tokenId" FROM token_requests WHERE id = ANY($1)',
    [ids],
  );
  const races = await Promise.all(
    tokens.map(async ({ id, tokenId }) => {
      const input = { organization: organization.login, requestIds: [String(id)] };
      return Promise.all([app.as(owner, APPROVE, { input }), remove(member, tokenId)]);
    }),
  );
  expect(races.flat().flatMap(({ errors }) => errors ?? [])).toEqual([]);
  const live = await app.database.query(
    'SELECT FROM token_grants live JOIN tokens token ON token.id = live.token_id WHERE live.ended_at IS NULL AND token.deleted_at IS NOT NULL',
  );
  expect(live).toEqual([]);
});
