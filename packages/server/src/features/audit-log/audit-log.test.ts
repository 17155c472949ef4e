import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { OAuthClient } from '../../testing/oauth-client.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { commandActor, recordAudit } from './record-audit.ts';

const LOG = `query ($login: String!, $filter: AuditLogFilter, $first: Int, $after: String) { organization(login: $login) {
  auditLog(filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { action actorLogin credentialKind subject details ip at actor { ... on User { login } } } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

type Team = Awaited<ReturnType<TestApp['aTeam']>>;
type Entry = { action: string; subject: string };
const read = (asker: Asker, { login }: Organization, variables: object = {}) =>
  app.as(asker, LOG, { login, first: 100, ...variables });
const entriesOf = async (team: Team, filter: object = {}): Promise<Entry[]> => {
  const { data, errors } = await read(team.owner, team.organization, { filter });
  expect(errors).toBeUndefined();
  return data.organization.auditLog.nodes;
};
const run = (asker: Asker, mutation: string, input: object) =>
  app.as(
    asker,
    `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { clientMutationId } }`,
    {
      input,
    },
  );
const idOf = async (table: 'token_requests' | 'token_grants' | 'tokens', { id }: Organization) =>
  String((await app.database.query(`SELECT max(id) AS id FROM ${table} WHERE organization_id = $1`, [id]))[0].id);

const organizationOf = ({ organization }: Team) => ({ organization: organization.login });
const repositoryOf = async (team: Team) => {
  const { name } = await app.aRepository(team.owner, team.organization.login, 'PRIVATE');
  return { owner: team.organization.login, name };
};
const waiting = ({ member, organization }: Team) => app.aToken(member, organization.login);
const granted = async (team: Team) => {
  await waiting(team);
  await app.decideAll(team.owner, team.organization, 'APPROVED');
};
const classicOf = async ({ member }: Team) => String((await app.aClassicToken(member)).token.id);
const enterpriseOf = async ({ owner, organization }: Team) => (await app.anEnterprise(owner, organization)).slug;
const tokenWish = ({ organization }: Team) => ({
  name: app.aName('token'),
  resourceOwner: organization.login,
  expiresInDays: 7,
  repositorySelection: 'ALL',
});

const appOf = async ({ organization }: Team) => String((await anApp(app, organization)).app.id);
const newest = async (table: 'app_keys' | 'app_client_secrets', appId: string) =>
  String((await app.database.query(`SELECT max(id) AS id FROM ${table} WHERE app_id = $1`, [appId]))[0].id);
const installationOf = async ({ organization }: Team) => ({
  installationId: String((await anAppOn(app, organization)).installationId),
});
const clientOf = ({ owner, organization }: Team) => OAuthClient.of(app, owner, organization);
const webhookWish = (team: Team) => ({ ...organizationOf(team), url: 'https://example.com/hook' });
const webhookOf = async (team: Team) => {
  await run(team.owner, 'createWebhook', webhookWish(team));
  return { webhookId: String((await app.database.query('SELECT max(id) AS id FROM webhooks'))[0].id) };
};

type Act = [
  mutation: string,
  by: 'owner' | 'member',
  input: (team: Team) => object | Promise<object>,
  inOrganization: string[],
  inSecurityLog?: string[],
  inEnterprise?: string[],
];
/** Each mutation, who does it, and what it leaves in the organization's log, in that person's own, and in the enterprise's. */
const ACTS: Act[] = [
  [
    'addOrganizationMember',
    'owner',
    async (team) => ({ ...organizationOf(team), login: (await app.aPerson()).login, role: 'MEMBER' }),
    ['org.add_member'],
  ],
  [
    'removeOrganizationMember',
    'owner',
    (team) => ({ ...organizationOf(team), login: team.member.login }),
    ['org.remove_member'],
  ],
  [
    'createRepository',
    'owner',
    ({ organization }) => ({ owner: organization.login, name: 'Site', visibility: 'PRIVATE' }),
    ['repo.create'],
  ],
  [
    'updateRepository',
    'owner',
    async (team) => ({ ...(await repositoryOf(team)), visibility: 'PUBLIC' }),
    ['repo.access'],
  ],
  [
    'setRepositoryAccess',
    'owner',
    async (team) => ({ ...(await repositoryOf(team)), login: team.member.login, access: 'WRITE' }),
    ['repo.add_member'],
  ],
  [
    'createFineGrainedToken',
    'member',
    tokenWish,
    ['personal_access_token.request_created'],
    ['personal_access_token.create'],
  ],
  [
    'createFineGrainedToken',
    'owner',
    tokenWish,
    [
      'personal_access_token.request_created',
      'personal_access_token.request_approved',
      'personal_access_token.access_granted',
    ],
    ['personal_access_token.create'],
  ],
  [
    'approveTokenRequests',
    'owner',
    async (team) => (
      await waiting(team),
      { ...organizationOf(team), requestIds: [await idOf('token_requests', team.organization)] }
    ),
    ['personal_access_token.request_approved', 'personal_access_token.access_granted'],
  ],
  [
    'denyTokenRequests',
    'owner',
    async (team) => (
      await waiting(team),
      { ...organizationOf(team), requestIds: [await idOf('token_requests', team.organization)] }
    ),
    ['personal_access_token.request_denied'],
  ],
  [
    'cancelTokenRequest',
    'member',
    async (team) => (await waiting(team), { requestId: await idOf('token_requests', team.organization) }),
    ['personal_access_token.request_cancelled'],
  ],
  [
    'requestTokenAccess',
    'member',
    async (team) => {
      await waiting(team);
      await app.decideAll(team.owner, team.organization, 'DENIED');
      return { tokenId: await idOf('tokens', team.organization) };
    },
    ['personal_access_token.request_created'],
  ],
  [
    'revokeTokenGrants',
    'owner',
    async (team) => (
      await granted(team),
      { ...organizationOf(team), grantIds: [await idOf('token_grants', team.organization)] }
    ),
    ['personal_access_token.access_revoked'],
  ],
  [
    'deleteToken',
    'member',
    async (team) => (await granted(team), { tokenId: await idOf('tokens', team.organization) }),
    ['personal_access_token.access_revoked'],
    ['personal_access_token.destroy'],
  ],
  [
    'createClassicToken',
    'member',
    () => ({ name: app.aName('classic'), scopes: ['repo'], expiresInDays: 7 }),
    [],
    ['oauth_access.create'],
  ],
  [
    'updateClassicToken',
    'member',
    async (team) => ({ tokenId: await classicOf(team), scopes: ['gist'] }),
    [],
    ['oauth_access.update'],
  ],
  [
    'updateFineGrainedToken',
    'member',
    async (team) => {
      await granted(team);
      return { tokenId: await idOf('tokens', team.organization), permissions: [{ key: 'issues', level: 'READ' }] };
    },
    ['personal_access_token.update', 'personal_access_token.request_created'],
    ['personal_access_token.update'],
  ],
  [
    'regenerateToken',
    'member',
    async (team) => ({ tokenId: await classicOf(team), expiresInDays: 7 }),
    [],
    ['oauth_access.regenerate'],
  ],
  [
    'updateOrganizationTokenPolicy',
    'owner',
    (team) => ({ ...organizationOf(team), expectedVersion: 1, classicAccess: 'RESTRICTED', classicMaxDays: 7 }),
    ['personal_access_token.access_restriction_enabled', 'personal_access_token.expiration_limit_set'],
  ],
  [
    'optInToFineGrainedTokens',
    'owner',
    async (team) => (
      await app.setPolicy(team.organization, { optedInAt: null }),
      { ...organizationOf(team), approval: 'NOT_REQUIRED' }
    ),
    ['personal_access_token.opt_in', 'personal_access_token.auto_approve_grant_requests_enabled'],
  ],
  [
    'optInToFineGrainedTokens',
    'owner',
    async (team) => ({ enterprise: await enterpriseOf(team) }),
    [],
    [],
    ['personal_access_token.opt_in'],
  ],
  [
    'updateEnterpriseTokenPolicy',
    'owner',
    async (team) => ({ enterprise: await enterpriseOf(team), expectedVersion: 1, approval: 'ENABLED' }),
    [],
    [],
    ['personal_access_token.auto_approve_grant_requests_disabled'],
  ],
  [
    'createApp',
    'owner',
    (team) => ({ ...organizationOf(team), name: app.aName('app'), permissions: [] }),
    ['integration.create'],
  ],
  ['updateApp', 'owner', async (team) => ({ appId: await appOf(team), name: 'New' }), ['integration.update']],
  ['createAppKey', 'owner', async (team) => ({ appId: await appOf(team) }), ['integration.generate_private_key']],
  [
    'deleteAppKey',
    'owner',
    async (team) => ({ keyId: await newest('app_keys', await appOf(team)) }),
    ['integration.remove_private_key'],
  ],
  [
    'createAppClientSecret',
    'owner',
    async (team) => ({ appId: await appOf(team) }),
    ['integration.generate_client_secret'],
  ],
  [
    'deleteAppClientSecret',
    'owner',
    async (team) => {
      const appId = await appOf(team);
      await run(team.owner, 'createAppClientSecret', { appId });
      return { clientSecretId: await newest('app_client_secrets', appId) };
    },
    ['integration.remove_client_secret'],
  ],
  [
    'installApp',
    'owner',
    async (team) => ({ ...organizationOf(team), app: (await anApp(app, team.organization)).app.slug }),
    ['integration_installation.create'],
  ],
  [
    'updateInstallation',
    'owner',
    async (team) => ({
      ...(await installationOf(team)),
      repositorySelection: 'SUBSET',
      repositories: [(await repositoryOf(team)).name],
    }),
    ['integration_installation.repositories_changed'],
  ],
  [
    'acceptAppPermissions',
    'owner',
    async (team) => {
      const { app: made, installationId } = await anAppOn(app, team.organization);
      const permissions = [{ key: 'contents', level: 'WRITE' }];
      await run(team.owner, 'updateApp', { appId: String(made.id), permissions });
      return { installationId: String(installationId), permissions };
    },
    ['integration_installation.version_updated'],
  ],
  ['suspendInstallation', 'owner', (team) => installationOf(team), ['integration_installation.suspend']],
  [
    'unsuspendInstallation',
    'owner',
    async (team) => {
      const input = await installationOf(team);
      await run(team.owner, 'suspendInstallation', input);
      return input;
    },
    ['integration_installation.unsuspend'],
  ],
  ['uninstallApp', 'owner', (team) => installationOf(team), ['integration_installation.destroy']],
  ['createWebhook', 'owner', (team) => webhookWish(team), ['hook.create']],
  [
    'updateWebhook',
    'owner',
    async (team) => ({ ...(await webhookOf(team)), url: 'https://example.com/other' }),
    ['hook.config_changed'],
  ],
  ['deleteWebhook', 'owner', (team) => webhookOf(team), ['hook.destroy']],
  [
    'authorizeApplication',
    'member',
    async (team) => ({ clientId: (await clientOf(team)).app.clientId, viewerAgrees: true }),
    [],
    ['oauth_authorization.create'],
  ],
  [
    'revokeApplicationAuthorization',
    'member',
    async (team) => {
      await (await clientOf(team)).aTokenFor(team.member);
      const [{ id }] = await app.database.query('SELECT max(id) AS id FROM application_authorizations');
      return { applicationAuthorizationId: String(id) };
    },
    [],
    ['oauth_access.revoke', 'oauth_access.revoke', 'oauth_authorization.destroy'],
  ],
];

test.each(ACTS)(
  'AU-1, AU-4: %s by a %s stands in the log, in its transaction: who, with what, from where, and nothing when it fails',
  async (mutation, by, inputOf, inOrganization, inSecurityLog = [], inEnterprise = []) => {
    const team = await app.aTeam();
    const person = team[by];
    const input = await inputOf(team);
    const [{ last }] = await app.database.query('SELECT max(id) AS last FROM audit_entries');
    const written = () =>
      app.database.query(
        `SELECT action, organization_id AS organization, user_id AS "securityLog", enterprise_id IS NOT NULL AS "isAbove", actor_login AS actor, actor_user_id AS "actorId", credential_kind AS kind,
              credential_id IS NOT NULL AS "isKnown", request_id IS NOT NULL AS "isTraced", ip, subject IS NOT NULL AS "isAbout"
         FROM audit_entries WHERE id > $1 ORDER BY organization_id NULLS LAST, id`,
        [last],
      );

    // The entry is written with the rest or not at all: here the log refuses it, and nothing else stays.
    await app.database.query(`ALTER TABLE audit_entries ADD CONSTRAINT is_full CHECK (id <= ${last}) NOT VALID`);
    const failed = await run(person, mutation, input);
    await app.database.query('ALTER TABLE audit_entries DROP CONSTRAINT is_full');
    expect(failed.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(await written()).toEqual([]);

    expect((await run(person, mutation, input)).errors).toBeUndefined();
    const how = {
      actor: person.login,
      actorId: person.id,
      kind: 'SESSION',
      isKnown: true,
      isTraced: true,
      ip: '127.0.0.1',
      isAbout: true,
    };
    const { id: organization } = team.organization;
    expect(await written()).toEqual([
      ...inOrganization.map((action) => ({ action, organization, securityLog: null, isAbove: false, ...how })),
      ...inSecurityLog.map((action) => ({
        action,
        organization: null,
        securityLog: person.id,
        isAbove: false,
        ...how,
      })),
      ...inEnterprise.map((action) => ({ action, organization: null, securityLog: null, isAbove: true, ...how })),
    ]);
  },
);

/** Theirs are looked at beside them: in email-addresses.test.ts, where asking for another link changes nothing, and in the tests of notifications. What a webhook is sent stands in its own log. */
const ELSEWHERE = [
  'addEmailAddress',
  'createOrganization',
  'makeEmailAddressPrimary',
  'pingWebhook',
  'redeliver',
  'removeEmailAddress',
  'sendEmailVerification',
  'updateNotificationPreferences',
];

test('every mutation of the schema is in that table, or has its entry looked at elsewhere', async () => {
  const { data } = await app.as(null, '{ schema: __schema { mutationType { fields { name } } } }');
  const names: string[] = data.schema.mutationType.fields.map(({ name }: { name: string }) => name);
  expect(new Set(names).difference(new Set(ACTS.map(([name]) => name)))).toEqual(new Set(ELSEWHERE));
  const person = await app.aPerson();
  const login = app.aName('fresh');
  await run(person, 'createOrganization', { login });
  const entries = await app.database.query(
    `SELECT action, actor_login AS actor FROM audit_entries WHERE subject = $1`,
    [login],
  );
  expect(entries).toEqual([{ action: 'org.create', actor: person.login }]);
});

test('AU-2: owners read the log of their organization: the newest first, filtered, page by page', async () => {
  const team = await app.aTeam();
  const { owner, member, organization } = team;
  app.now = new Date('2036-01-01T00:00:00Z');
  await recordAudit(app.database.manager, commandActor('robot'), app.now, [
    { log: { organizationId: organization.id }, action: 'repo.update', details: { reason: '100%_금요일 배포' } },
  ]);
  app.now = null;
  await waiting(team);
  const actions = async (filter: object) => (await entriesOf(team, filter)).map(({ action }) => action);

  expect(await actions({})).toEqual([
    'repo.update',
    'personal_access_token.request_created',
    'org.add_member',
    'org.create',
  ]);
  expect(await actions({ action: 'org.create' })).toEqual(['org.create']);
  expect(await actions({ actor: member.login.toUpperCase() })).toEqual(['personal_access_token.request_created']);
  expect(await actions({ actor: 'robot' })).toEqual(['repo.update']);
  expect(await actions({ text: '배포' })).toEqual(['repo.update']);
  expect(await actions({ text: '%' })).toEqual(['repo.update']);
  expect(await actions({ text: member.login })).toEqual(['personal_access_token.request_created', 'org.add_member']);
  expect(await actions({ after: '2036-01-01T00:00:00Z' })).toEqual(['repo.update']);
  expect(await actions({ before: '2036-01-01T00:00:00Z', action: 'repo.update' })).toEqual([]);

  const { data } = await read(owner, organization, { first: 3 });
  const { totalCount, pageInfo, nodes } = data.organization.auditLog;
  expect({ totalCount, hasNextPage: pageInfo.hasNextPage }).toEqual({ totalCount: 4, hasNextPage: true });
  expect(nodes[1]).toMatchObject({ actorLogin: member.login, actor: { login: member.login }, ip: null });
  const rest = await read(owner, organization, { first: 3, after: pageInfo.endCursor });
  expect(rest.data.organization.auditLog.nodes).toMatchObject([
    { action: 'org.create', credentialKind: 'COMMAND', actor: null },
  ]);
});

test("AU-2: nobody else does: not a member, nor a token of an owner; and one's security log is one's own", async () => {
  const { owner, member, organization } = await app.aTeam();
  const { secret } = await app.aToken(owner, organization.login, {
    permissions: { organization_administration: 'write' },
  });
  for (const asker of [member, secret])
    // oxlint-disable-next-line no-await-in-loop -- two
    expect(await read(asker, organization)).toMatchObject({
      data: { organization: { auditLog: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  expect((await read(await app.aPerson(), organization)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);

  const OWN = `query ($login: String!) { user(login: $login) { securityLog(first: 9) { nodes { action } } } }`;
  const mine = await app.as(owner, OWN, { login: owner.login });
  const theirs = await app.as(owner, OWN, { login: member.login });
  expect(mine.data.user.securityLog.nodes).toEqual([
    { action: 'personal_access_token.create' },
    { action: 'user.create' },
  ]);
  expect(theirs).toMatchObject({
    data: { user: { securityLog: null } },
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
});

test('AU-3: an entry is sealed once; from then on it can be neither changed nor removed', async () => {
  const { organization } = await app.aTeam();
  const [{ id }] = await app.database.query('SELECT min(id) AS id FROM audit_entries WHERE organization_id = $1', [
    organization.id,
  ]);
  const sealNumber = async () =>
    (await app.database.query('SELECT seal_number AS number FROM audit_entries WHERE id = $1', [id]))[0].number;
  await expect.poll(sealNumber, { timeout: 5_000 }).toBe(1);
  for (const change of [`action = 'nothing'`, `details = '{}'`, 'seal_number = 2', 'seal_number = NULL', 'hash = NULL'])
    // oxlint-disable-next-line no-await-in-loop -- four
    await expect(app.database.query(`UPDATE audit_entries SET ${change} WHERE id = $1`, [id])).rejects.toThrow(
      'is sealed',
    );
  await expect(app.database.query('DELETE FROM audit_entries WHERE id = $1', [id])).rejects.toThrow('is sealed');
  await expect(app.database.query('TRUNCATE audit_entries')).rejects.toThrow('not emptied');
  const [entry] = await app.database.query('SELECT seal_number AS seal, action FROM audit_entries WHERE id = $1', [id]);
  expect(entry).toEqual({ seal: 1, action: 'org.create' });
});

test('AU-3: /metrics says how many entries are not sealed yet, and how old the oldest is', async () => {
  const text = await (await fetch(`${app.address}/metrics`)).text();
  expect(text).toMatch(/^countersign_audit_unsealed \d+$/m);
  expect(text).toMatch(/^countersign_audit_unsealed_age_seconds [\d.]+$/m);
});
