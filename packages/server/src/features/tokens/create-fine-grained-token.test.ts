import { createHash } from 'node:crypto';
import { tokenKindOf } from '@countersign/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { User } from '../users/user.entity.ts';

const PERMISSIONS = '{ repository { key level } organization { key level } user { key level } }';
const CREATE = `mutation ($input: CreateFineGrainedTokenInput!) {
  createFineGrainedToken(input: $input) { clientMutationId secret token {
    databaseId name description lastEight expiresAt status repositorySelection
    resourceOwner { ... on User { login } ... on Organization { login } }
    permissions ${PERMISSIONS} repositories(first: 50) { nodes { name } }
    blockedBy { code } viewerCanRequestAccess grant { databaseId }
    latestRequest { status reason decidedAutomatically decidedBy { ... on User { login } } } } } }`;
const DAY = 86_400_000;

let app: TestApp;
let owner: User;
let member: User;
let organization: Organization;
let payroll: RepositoryInSight;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization } = await app.aTeam());
  payroll = await app.aRepository(owner, organization.login, 'PRIVATE');
});
afterAll(() => app.close());

const wish = (more: object = {}) => ({
  name: app.aName('token'),
  resourceOwner: organization.login,
  expiresInDays: 30,
  repositorySelection: 'ALL',
  permissions: [{ key: 'contents', level: 'READ' }],
  ...more,
});
const create = (asker: Asker, more: object = {}) => app.as(asker, CREATE, { input: wish(more) });
const made = async (asker: Asker, more: object = {}) => {
  const { data, errors } = await create(asker, more);
  expect(errors).toBeUndefined();
  return data.createFineGrainedToken;
};
const actionsOn = async (column: 'user_id' | 'organization_id', id: number, subjects: string[]) => {
  const rows: { action: string }[] = await app.database.query(
    `SELECT action FROM audit_entries WHERE ${column} = $1 AND subject = ANY($2) ORDER BY id`,
    [id, subjects],
  );
  return rows.map(({ action }) => action);
};

test('RQ-1, TK-5: a token for an organization that requires approval waits, with its reason and its audit entries', async () => {
  const { token } = await made(member, {
    name: '  deploy  ',
    description: 'for the deploys',
    reason: 'I deploy on Fridays.',
    repositorySelection: 'SUBSET',
    repositories: [payroll.name.toUpperCase(), globalId('Repository', payroll.id)],
    permissions: [
      { key: 'contents', level: 'WRITE' },
      { key: 'members', level: 'READ' },
    ],
  });

  expect(token).toMatchObject({
    name: 'deploy',
    description: 'for the deploys',
    status: 'ACTIVE',
    resourceOwner: { login: organization.login },
    repositories: { nodes: [{ name: payroll.name }] },
    permissions: {
      repository: [
        { key: 'contents', level: 'WRITE' },
        { key: 'metadata', level: 'READ' },
      ],
      organization: [{ key: 'members', level: 'READ' }],
      user: [],
    },
    grant: null,
    blockedBy: { code: 'PENDING' },
    viewerCanRequestAccess: false,
    latestRequest: {
      status: 'PENDING',
      reason: 'I deploy on Fridays.',
      decidedAutomatically: false,
      decidedBy: null,
    },
  });
  expect(await actionsOn('user_id', member.id, ['deploy'])).toEqual(['personal_access_token.create']);
  expect(await actionsOn('organization_id', organization.id, ['deploy'])).toEqual([
    'personal_access_token.request_created',
  ]);
});

test("RQ-2: an owner's request is approved on the spot, by that owner", async () => {
  const { token } = await made(owner, { name: 'of-an-owner' });

  expect(token).toMatchObject({
    blockedBy: null,
    grant: { databaseId: expect.any(Number) },
    latestRequest: { status: 'APPROVED', decidedAutomatically: true, decidedBy: { login: owner.login } },
  });
  expect(await actionsOn('organization_id', organization.id, ['of-an-owner'])).toEqual([
    'personal_access_token.request_created',
    'personal_access_token.request_approved',
    'personal_access_token.access_granted',
  ]);
});

test('RQ-2: where no approval is required, the policy approves: automatically, by nobody', async () => {
  const team = await app.aTeam();
  await app.database.query(`UPDATE organizations SET approval = 'NOT_REQUIRED' WHERE id = $1`, [team.organization.id]);

  const { token } = await made(team.member, { resourceOwner: team.organization.login });

  expect(token).toMatchObject({
    blockedBy: null,
    grant: { databaseId: expect.any(Number) },
    latestRequest: { status: 'APPROVED', decidedAutomatically: true, decidedBy: null },
  });
});

test('TK-2: the secret is in the answer alone: at rest there are its SHA-256 and its last eight characters', async () => {
  const { secret, token } = await made(member);
  const other = await made(member, { resourceOwner: member.login });

  expect(tokenKindOf(secret)).toBe('FINE_GRAINED');
  expect(token.lastEight).toBe(secret.slice(-8));
  const [row] = await app.database.query('SELECT secret_hash FROM tokens WHERE id = $1', [token.databaseId]);
  expect(row.secret_hash).toEqual(createHash('sha256').update(secret).digest());
  const dump = await dumpOf(app.database);
  expect(dump).toContain(token.lastEight);
  for (const text of [secret, other.secret])
    for (const written of [
      text,
      Buffer.from(text).toString('hex'),
      Buffer.from(text).toString('base64'),
      text.slice(4, 30),
    ])
      expect(dump.includes(written)).toBe(false);
});

test('TK-4: for oneself there is nobody to ask, and nothing of the organization comes along', async () => {
  const { token } = await made(member, {
    resourceOwner: member.login.toUpperCase(),
    repositorySelection: 'NONE',
    permissions: [{ key: 'emails', level: 'READ' }],
    expiresInDays: null,
    neverExpires: true,
  });
  expect(token).toMatchObject({
    expiresAt: null,
    resourceOwner: { login: member.login },
    permissions: { repository: [], user: [{ key: 'emails', level: 'READ' }] },
    latestRequest: null,
    grant: null,
    blockedBy: null,
  });
});

test('TK-4: the limits themselves are within: 40 characters, 1,024 twice, 366 days to the millisecond', async () => {
  app.now = new Date();
  const longest = { name: 'n'.repeat(40), description: 'd'.repeat(1024), reason: 'r'.repeat(1024) };
  const { token } = await made(member, { ...longest, expiresInDays: 366 });
  const exact = new Date(app.now.getTime() + 366 * DAY).toISOString();
  const dated = await made(member, { expiresInDays: null, expiresAt: exact });
  app.now = null;
  expect([token.expiresAt, dated.token.expiresAt]).toEqual([exact, exact]);
});

test('TK-1: without a verified e-mail address there is no token', async () => {
  const person = await app.aPerson();
  await app.database.query('UPDATE email_addresses SET verified_at = NULL WHERE user_id = $1', [person.id]);
  const { errors } = await create(person, { resourceOwner: person.login });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('e-mail') }]);
});

test('SN-3: a password given two hours ago is good, one a millisecond older is asked for again', async () => {
  const person = await app.aPerson();
  await app.headersOf(person);
  const [{ given }] = await app.database.query('SELECT password_given_at AS given FROM sessions WHERE user_id = $1', [
    person.id,
  ]);
  app.now = new Date(given.getTime() + 2 * 3_600_000);
  expect((await create(person, { resourceOwner: person.login })).errors).toBeUndefined();
  app.now = new Date(app.now.getTime() + 1);
  const { errors } = await create(person, { resourceOwner: person.login });
  app.now = null;
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', reauthenticate: true } }]);
});

test('AP-5: a token makes and lists no tokens, whatever it carries; nobody is asked to sign in', async () => {
  const { secret } = await made(owner, {
    permissions: [
      { key: 'administration', level: 'WRITE' },
      { key: 'organization_administration', level: 'WRITE' },
    ],
  });
  const creation = await create(secret, { resourceOwner: owner.login });
  const list = await app.as(secret, '{ viewer { login personalAccessTokens(first: 1) { totalCount } } }');
  const one = await app.as(
    secret,
    '{ viewer { personalAccessToken(databaseId: 1) { name } resourceOwners { login } } }',
  );
  const nobody = await create(null);

  expect(creation.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(list).toMatchObject({
    data: { viewer: { login: owner.login, personalAccessTokens: null } },
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  expect(one.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(nobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('TK-4: of two tokens of one name at once one is made; another person may use the name, and so may the same once it is free', async () => {
  const name = app.aName('twice');
  const answers = await Promise.all([create(member, { name }), create(member, { name })]);
  const [refused] = answers.filter(({ errors }) => errors);
  expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  expect(refused!.errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { name: 'Name has already been taken.' } } },
  ]);

  await made(owner, { name });
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE user_id = $1 AND name = $2', [member.id, name]);
  await made(member, { name });
});

test('TK-4: the 51st active token is one too many, also when two are made at once', async () => {
  const person = await app.aPerson();
  await app.database.query(
    `INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, created_at, issued_at, expires_at)
     SELECT 'FINE_GRAINED', $1, 'many ' || number, decode(md5(gen_random_uuid()::text), 'hex'), '12345678', now() - interval '2 days', now() - interval '2 days',
            CASE WHEN number > 49 THEN now() - interval '1 day' END
       FROM generate_series(1, 60) AS number`,
    [person.id],
  );
  const answers = await Promise.all([1, 2].map(() => create(person, { resourceOwner: person.login })));
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
});
