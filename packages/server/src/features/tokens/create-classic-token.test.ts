import { createHash } from 'node:crypto';
import { tokenKindOf } from '@countersign/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOf, rowCountsOf } from '../../testing/database-dump.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { User } from '../users/user.entity.ts';

const CREATE = `mutation ($input: CreateClassicTokenInput!) { createClassicToken(input: $input) { clientMutationId secret token {
  __typename id databaseId kind name description lastEight createdAt expiresAt lastUsedAt status scopes user { login }
  blockedIn { organization { login } code message } } } }`;
const DAY = 86_400_000;

let app: TestApp;
let person: User;
beforeAll(async () => {
  app = await TestApp.open();
  person = await app.aPerson();
  await app.headersOf(person);
});
afterAll(() => app.close());

const create = (asker: Asker, more: object = {}) =>
  app.as(asker, CREATE, { input: { name: app.aName('token'), scopes: ['repo'], expiresInDays: 30, ...more } });
const made = async (asker: Asker, more: object = {}) => {
  const { data, errors } = await create(asker, more);
  expect(errors).toBeUndefined();
  return data.createClassicToken;
};

test('TK-7: a classic token is made at once, without what its other scopes contain, and the security log says so', async () => {
  app.now = new Date();
  const { token, secret, clientMutationId } = await made(person, {
    clientMutationId: 'mine',
    name: '  laptop  ',
    description: 'for the laptop',
    scopes: ['read:org', 'public_repo', 'repo', 'repo', 'user:email'],
  });
  const expiresAt = new Date(app.now.getTime() + 30 * DAY).toISOString();
  app.now = null;

  expect(clientMutationId).toBe('mine');
  expect(token).toMatchObject({
    __typename: 'ClassicToken',
    kind: 'CLASSIC',
    name: 'laptop',
    description: 'for the laptop',
    lastEight: secret.slice(-8),
    expiresAt,
    lastUsedAt: null,
    status: 'ACTIVE',
    scopes: ['repo', 'read:org', 'user:email'],
    user: { login: person.login },
    blockedIn: [],
  });
  const entries = await app.database.query(
    'SELECT action, details, organization_id AS organization FROM audit_entries WHERE subject_id = $1 AND subject_type = $2',
    [token.databaseId, 'token'],
  );
  expect(entries).toEqual([
    {
      action: 'oauth_access.create',
      details: { scopes: ['repo', 'read:org', 'user:email'], expires_at: expiresAt },
      organization: null,
    },
  ]);
  expect(await app.database.query('SELECT FROM token_requests WHERE token_id = $1', [token.databaseId])).toEqual([]);
  expect((await app.as(secret, '{ viewer { login } }')).data.viewer).toEqual({ login: person.login });
});

test('TK-7: a token may have no scope at all, and no end', async () => {
  const { token } = await made(person, { scopes: [], expiresInDays: null, neverExpires: true });
  expect(token).toMatchObject({ scopes: [], expiresAt: null });
});

test('TK-2: the secret is in the answer alone', async () => {
  const { secret, token } = await made(person);
  expect(tokenKindOf(secret)).toBe('CLASSIC');
  const [row] = await app.database.query('SELECT secret_hash FROM tokens WHERE id = $1', [token.databaseId]);
  expect(row.secret_hash).toEqual(createHash('sha256').update(secret).digest());
  const dump = await dumpOf(app.database);
  for (const written of [secret, Buffer.from(secret).toString('hex'), secret.slice(4, 30)])
    expect(dump.includes(written)).toBe(false);
});

test.each([
  ['an empty name', { name: ' \t ' }, 'name', /name/],
  ['a name of 41 characters', { name: 'n'.repeat(41) }, 'name', /40/],
  ['a description of 1,025', { description: 'd'.repeat(1025) }, 'description', /1024/],
  ['no expiry', { expiresInDays: null }, 'expiresInDays', /exactly one/],
  ['two kinds of expiry', { neverExpires: true }, 'expiresInDays', /exactly one/],
  ['0 days', { expiresInDays: 0 }, 'expiresInDays', /1 to 366/],
  ['367 days', { expiresInDays: 367 }, 'expiresInDays', /1 to 366/],
  ['an expiry in the past', { expiresInDays: null, expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt', /past/],
  ['an unknown scope', { scopes: ['repo', 'repos'] }, 'scopes', /There is no scope "repos"\./],
  ['a scope of another case', { scopes: ['Repo'] }, 'scopes', /There is no scope "Repo"\./],
  ['a word of the language', { scopes: ['constructor'] }, 'scopes', /constructor/],
  ['a permission as scope', { scopes: ['contents'] }, 'scopes', /contents/],
])('TK-7: %s is INVALID, names its field, and stores nothing', async (_, bad, field, words) => {
  const before = await rowCountsOf(app.database);
  const { errors } = await create(person, bad);
  expect(errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { [field]: expect.stringMatching(words) } } },
  ]);
  expect(Object.keys(errors![0]!.extensions['fields'])).toEqual([field]);
  expect(await rowCountsOf(app.database)).toEqual(before);
});

test('TK-4: the name is unique among tokens of both kinds, also when two are made at once', async () => {
  const { token } = await app.aToken(person, person.login);
  expect((await create(person, { name: token.name })).errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { name: 'Name has already been taken.' } } },
  ]);
  const name = app.aName('twice');
  const answers = await Promise.all([create(person, { name }), create(person, { name })]);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'INVALID' } }]);
  await made(await app.aPerson(), { name });
});

test('TK-4: fine-grained tokens are counted alone: classic ones are not among the 50', async () => {
  const collector = await app.aPerson();
  await app.database.query(
    `INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, created_at, issued_at)
     SELECT 'FINE_GRAINED', $1, 'many ' || number, decode(md5(gen_random_uuid()::text), 'hex'), '12345678', now(), now() FROM generate_series(1, 50) AS number`,
    [collector.id],
  );
  expect((await made(collector)).token.status).toBe('ACTIVE');
});

test('PO-4: no policy stands in the way of making one; where it is refused is told', async () => {
  const team = await app.aTeam();
  await app.setPolicy(team.organization, { classicAccess: 'RESTRICTED' });
  const { token } = await made(team.member);
  expect(token.blockedIn).toMatchObject([{ organization: { login: team.organization.login }, code: 'POLICY' }]);
});

test('TK-1: without a verified e-mail address there is no token', async () => {
  const unverified = await app.aPerson();
  await app.database.query('UPDATE email_addresses SET verified_at = NULL WHERE user_id = $1', [unverified.id]);
  expect((await create(unverified)).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('e-mail') },
  ]);
});

test('SN-3: a password given more than two hours ago is asked for again', async () => {
  const sleeper = await app.aPerson();
  await app.headersOf(sleeper);
  app.now = new Date(Date.now() + 2 * 3_600_000 + 60_000);
  const { errors } = await create(sleeper);
  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});

test('AP-5: a token makes no tokens, whatever its scopes; nobody is asked to sign in', async () => {
  const { secret } = await app.aClassicToken(person, { scopes: ['repo', 'admin:org', 'user', 'admin:enterprise'] });
  expect((await create(secret)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await create(null)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});
