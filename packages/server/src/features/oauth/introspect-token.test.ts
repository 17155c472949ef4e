import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { ResourceServer } from '../../testing/resource-server.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { createRepository } from '../repositories/create-repository.ts';
import { deleteToken } from '../tokens/delete-token.ts';
import type { User } from '../users/user.entity.ts';
import { installedOf } from './installed.loader.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let globex: Organization;
let server: ResourceServer;
beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  globex = await app.anOrganization(owner, 'globex');
  await app.join(owner, acme, 'member');
  const by = await app.sessionOf(owner);
  await createRepository(by, { owner: 'acme', name: 'website', visibility: 'PUBLIC' });
  await createRepository(by, { owner: 'acme', name: 'payroll', visibility: 'PRIVATE' });
  await createRepository(by, { owner: 'acme', name: 'api', visibility: 'PRIVATE' });
  await createRepository(by, { owner: 'globex', name: 'engine', visibility: 'PRIVATE' });
  await createRepository(by, { owner: 'globex', name: 'brochure', visibility: 'PUBLIC' });
  server = await ResourceServer.on(app, owner, acme);
});
afterAll(() => app.close());

const INACTIVE = { active: false };
const seconds = (moment: Date | null) => Math.floor(moment!.getTime() / 1000);

/** A token of `member` for acme that an owner approved. */
async function anApprovedToken(permissions: Record<string, 'read' | 'write'> = { contents: 'read' }) {
  const made = await app.aToken(member, 'acme', { permissions });
  await app.decideAll(owner, acme, 'APPROVED');
  return made;
}

test('GT-4: a fine-grained token that holds: whose it is, until when, for whom, and what it may', async () => {
  const { token, secret } = await anApprovedToken({ contents: 'write', issues: 'read' });
  const { status, headers, body } = await server.post('introspect', { token: secret });
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toEqual({
    active: true,
    sub: String(member.id),
    username: 'member',
    token_type: 'Bearer',
    iat: seconds(token.issuedAt),
    exp: seconds(token.expiresAt),
    countersign: {
      kind: 'FINE_GRAINED',
      resource_owner: 'acme',
      permissions: { repository: { contents: 'write', issues: 'read', metadata: 'read' }, organization: {}, other: {} },
      allowed: true,
      reason: null,
    },
  });
});

test('GT-4: a classic token: its scopes, and the permissions that they open', async () => {
  const { secret } = await app.aClassicToken(member, {
    scopes: ['repo:status', 'read:org', 'public_repo', 'user:email'],
    expiresInDays: null,
    neverExpires: true,
  });
  const body = await server.introspect(secret);
  expect(body).toMatchObject({ active: true, scope: 'repo:status public_repo read:org user:email' });
  expect(body).not.toHaveProperty('exp');
  expect(body.countersign).toEqual({
    kind: 'CLASSIC',
    resource_owner: null,
    permissions: {
      repository: { statuses: 'write' },
      organization: { members: 'read', organization_projects: 'read' },
      other: { emails: 'read' },
    },
    allowed: true,
    reason: null,
  });
});

test('GT-4: an installation token, of any App, says which App it is; its name can be nobody’s login', async () => {
  const other = await ResourceServer.of(app, owner, acme);
  const secret = await other.aToken(await other.install(acme));
  expect(await server.introspect(secret, { owner: 'acme', repository: 'payroll' })).toMatchObject({
    active: true,
    sub: `app:${other.app.id}`,
    username: `${other.app.slug}[bot]`,
    client_id: other.app.clientId,
    countersign: { kind: 'APP_INSTALLATION', resource_owner: 'acme', allowed: true },
  });
});

test('GT-4: the token of an App that acts for a person: the person, the App, and what it carries wherever it is installed', async () => {
  const bot = await ResourceServer.on(app, owner, acme);
  const { token, secret } = await anAppUserToken(app, member.id, bot.app.id);
  const question = { owner: 'acme', repository: 'payroll', permission: 'contents:read' };
  expect(await server.introspect(secret, question)).toEqual({
    active: true,
    sub: String(member.id),
    username: 'member',
    token_type: 'Bearer',
    client_id: bot.app.clientId,
    iat: seconds(token.issuedAt),
    exp: seconds(token.expiresAt),
    countersign: {
      kind: 'APP_USER',
      resource_owner: null,
      permissions: {
        repository: { metadata: 'read', contents: 'read', issues: 'write' },
        organization: { members: 'read' },
        other: {},
      },
      allowed: true,
      reason: null,
    },
  });
  const reasonOf = async (permission: string) =>
    (await server.introspect(secret, { ...question, permission })).countersign.reason;
  expect(await reasonOf('pull_requests:read')).toBe('This needs the permission pull_requests:read.');
  expect(await reasonOf('issues:write')).toMatch(/needs write access/);
});

test('RFC 7662, 2.2: an App that acts for a person is active only where it is installed and its person has a role', async () => {
  const bot = await ResourceServer.of(app, owner, acme);
  const { secret } = await anAppUserToken(app, member.id, bot.app.id);
  const { secret: ofStranger } = await anAppUserToken(app, (await app.aPerson()).id, bot.app.id);
  expect(await server.introspect(secret)).toEqual(INACTIVE);
  const { id } = await bot.install(acme);
  expect(await server.introspect(secret)).toMatchObject({ active: true });
  expect(await server.introspect(ofStranger)).toEqual(INACTIVE);
  const elsewhere = await ResourceServer.on(app, owner, globex);
  expect(await elsewhere.introspect(secret)).toEqual(INACTIVE);
  await app.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [id]);
  expect(await server.introspect(secret)).toEqual(INACTIVE);
});

test('EX-8: a refresh token is inactive, whoever asks', async () => {
  const bot = await ResourceServer.on(app, owner, acme);
  const { token } = await anAppUserToken(app, member.id, bot.app.id);
  const { secret } = await aRefreshTokenOf(app, token);
  expect([await server.introspect(secret), await bot.introspect(secret)]).toEqual([INACTIVE, INACTIVE]);
});

test('EX-1, EX-9, RQ-1, PO-4: whatever does not hold or has no access where the App is installed is inactive, and no more is said', async () => {
  const waiting = await app.aToken(member, 'acme');
  const denied = await app.aToken(member, 'acme');
  await app.decideAll(owner, acme, 'DENIED');
  const expired = await anApprovedToken();
  await app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [expired.token.id],
  );
  const deleted = await anApprovedToken();
  await deleteToken(await app.sessionOf(member), deleted.token.id);
  const leaver = await app.aPerson();
  await app.join(owner, acme, leaver.login);
  const suspended = await app.aClassicToken(leaver);
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [leaver.id]);
  const elsewhere = await app.aToken(owner, 'globex');
  const own = await app.aToken(member, 'member');
  const stranger = await app.aClassicToken(await app.aPerson());
  const secrets = {
    malformed: 'csf_nothing',
    unknown: makeTokenSecret('FINE_GRAINED').secret,
    'with a space': `${(await anApprovedToken()).secret} `,
    waiting: (await app.aToken(member, 'acme')).secret,
    cancelled: waiting.secret,
    denied: denied.secret,
    expired: expired.secret,
    deleted: deleted.secret,
    suspended: suspended.secret,
    'another organization’s': elsewhere.secret,
    'for the person’s own': own.secret,
    'a stranger’s': stranger.secret,
  };
  for (const [what, secret] of Object.entries(secrets)) {
    // oxlint-disable-next-line no-await-in-loop
    expect([what, await server.introspect(secret, { owner: 'acme', repository: 'website' })]).toEqual([what, INACTIVE]);
  }
});

test('PO-6: policy and revocation work on the next look-up', async () => {
  const fine = await anApprovedToken();
  const classic = await app.aClassicToken(member);
  const active = async () => [
    (await server.introspect(fine.secret)).active,
    (await server.introspect(classic.secret)).active,
  ];
  expect(await active()).toEqual([true, true]);
  await app.setPolicy(acme, { fineGrainedAccess: 'RESTRICTED', classicAccess: 'RESTRICTED' });
  expect(await active()).toEqual([false, false]);
  await app.setPolicy(acme, { fineGrainedAccess: 'ALLOWED', classicAccess: 'ALLOWED' });
  expect(await active()).toEqual([true, true]);
  await deleteToken(await app.sessionOf(member), fine.token.id);
  expect(await active()).toEqual([false, true]);
});

test('an App hears nothing where it is not installed, or suspended', async () => {
  const { secret } = await anApprovedToken();
  const nowhere = await ResourceServer.of(app, owner, acme);
  expect(await nowhere.introspect(secret)).toEqual(INACTIVE);
  await nowhere.install(globex);
  expect(await nowhere.introspect(secret)).toEqual(INACTIVE);
  const { id } = await nowhere.install(acme);
  expect(await nowhere.introspect(secret)).toMatchObject({ active: true });
  await app.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [id]);
  expect(await nowhere.introspect(secret)).toEqual(INACTIVE);
});

const NO_REPOSITORY = 'The repository could not be found.';
test.each([
  [{ owner: 'acme', repository: 'payroll' }, null],
  [{ owner: 'ACME', repository: 'Payroll', permission: 'contents:read' }, null],
  [
    { owner: 'acme', repository: 'payroll', permission: 'issues:read' },
    /^This needs the permission issues:read\. http/,
  ],
  [{ owner: 'acme', repository: 'payroll', permission: 'contents:write' }, expect.stringMatching(/needs write access/)],
  [
    { owner: 'acme', repository: 'payroll', permission: 'administration:read' },
    expect.stringMatching(/needs admin access/),
  ],
  [{ owner: 'acme', repository: 'nothing', permission: 'contents:read' }, NO_REPOSITORY],
  [{ owner: 'globex', repository: 'engine', permission: 'contents:read' }, NO_REPOSITORY],
  [{ owner: 'globex', repository: 'brochure', permission: 'contents:read' }, NO_REPOSITORY],
  [{ owner: 'nobody', repository: 'nothing' }, NO_REPOSITORY],
  [{ owner: 'acme' }, null],
  [{ owner: 'globex' }, 'The organization could not be found.'],
  [{ owner: 'acme', permission: 'members:read' }, expect.stringMatching(/^This needs the permission members:read\./)],
  [
    { owner: 'acme', permission: 'organization_personal_access_token_requests:write' },
    expect.stringMatching(/^This needs the permission/),
  ],
  [{ owner: 'globex', permission: 'members:read' }, 'The organization could not be found.'],
])('GT-4: asked about %j, the decision answers, and says why not', async (question, reason) => {
  const { secret } = await anApprovedToken();
  const { active, countersign } = await server.introspect(secret, question);
  expect(active).toBe(true);
  expect(countersign).toMatchObject({ allowed: reason === null, reason });
});

test('an App that was given some repositories is told of those, and of public ones', async () => {
  const { secret } = await anApprovedToken();
  const narrow = await ResourceServer.of(app, owner, acme);
  const [api] = await app.database.query<{ id: number }[]>(`SELECT id FROM repositories WHERE name = 'api'`);
  await narrow.install(acme, { repositorySelection: 'SUBSET', repositoryIds: [api!.id] });
  const reasonOf = async (repository: string) =>
    (await narrow.introspect(secret, { owner: 'acme', repository })).countersign.reason;
  expect(await Promise.all(['api', 'website', 'payroll', 'nothing'].map(reasonOf))).toEqual([
    null,
    null,
    NO_REPOSITORY,
    NO_REPOSITORY,
  ]);
});

test('a look-up is two statements, three with a question, and none for what was never a token', async () => {
  const { secret } = await anApprovedToken();
  await app.jobsDone();
  const statementsOf = async (token: string, question = {}) => {
    const counted = await app.countStatements();
    await server.introspect(token, question);
    counted.stop();
    return counted.statements;
  };
  const ofClient = await statementsOf('csf_nothing');
  expect(ofClient.filter((statement) => /\btokens\b/.test(statement))).toEqual([]);
  expect(ofClient).toHaveLength(1);
  // The credential with what its person holds, where the App is installed; and the repository.
  expect(await statementsOf(secret)).toHaveLength(ofClient.length + 2);
  const question = { owner: 'acme', repository: 'payroll', permission: 'contents:read' };
  expect(await statementsOf(secret, question)).toHaveLength(ofClient.length + 3);
});

test('who brings no credentials is refused before anything is looked up', async () => {
  const { secret } = await anApprovedToken();
  await app.jobsDone();
  const body = new URLSearchParams({ token: secret, owner: 'acme', repository: 'payroll' });
  const counted = await app.countStatements();
  const { status } = await fetch(`${app.address}/oauth/introspect`, { method: 'POST', body });
  counted.stop();
  expect(status).toBe(401);
  expect(counted.statements).toEqual([]);
});

test('an organization may be called null: that is not the same as to ask about none', async () => {
  const called = await app.anOrganization(owner, 'null');
  await server.install(called);
  const asked = { app: { id: server.app.id }, organizationIds: [] };
  const [none, one] = await Promise.all(
    [null, 'null'].map((name) => installedOf(app.database).load({ ...asked, owner: name })),
  );
  expect(none).toEqual([]);
  expect(one).toMatchObject([{ login: 'null' }]);
});

test('TK-13: to be looked up is to be used; to be asked about by an App that has no business with it is not', async () => {
  const { token, secret } = await anApprovedToken();
  const doorOf = async () => {
    await app.lastUses.write();
    const [row] = await app.database.query('SELECT last_used_door AS door FROM tokens WHERE id = $1', [token.id]);
    return row.door;
  };
  await (await ResourceServer.on(app, owner, globex)).introspect(secret);
  expect(await doorOf()).toBeNull();
  await server.introspect(secret);
  expect(await doorOf()).toBe('INTROSPECTION');
});
