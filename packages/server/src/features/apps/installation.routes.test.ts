import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { problemWithAnswer } from '../../testing/github-openapi.ts';
import { rest, type SignedApp } from '../../testing/signed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { User } from '../users/user.entity.ts';
import { lockInstallation } from './app-installation.store.ts';
import { suspendInstallation } from './suspend-installation.ts';
import { updateInstallation } from './update-installation.ts';

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let payroll: RepositoryInSight;
let website: RepositoryInSight;
let open: RepositoryInSight;
let elsewhere: RepositoryInSight;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
  payroll = await server.aRepository(owner, acme.login, 'PRIVATE');
  website = await server.aRepository(owner, acme.login, 'PRIVATE');
  open = await server.aRepository(owner, acme.login, 'PUBLIC');
  elsewhere = await server.aRepository(owner, (await server.anOrganization(owner)).login, 'PRIVATE');
});
afterAll(() => server.close());

/** Answered, and in GitHub's shape. */
async function told(asking: Promise<Awaited<ReturnType<typeof rest>>>, operation: string, status: number) {
  const answer = await asking;
  expect([operation, answer.status]).toEqual([operation, status]);
  const body = Object.keys(answer.body).length === 0 ? undefined : answer.body;
  expect(problemWithAnswer(operation, status, body)).toBeNull();
  return answer.body;
}
const TOKENS = 'POST /app/installations/{installation_id}/access_tokens';
const issue = (signed: SignedApp, id: number | string, body?: object) =>
  signed.ask('POST', `/app/installations/${id}/access_tokens`, body);
const onlyPayroll = async (installationId: number) =>
  updateInstallation(await server.sessionOf(owner), {
    installationId,
    repositorySelection: 'SUBSET',
    repositories: [{ id: payroll.id }],
  });
const reads = async (token: string, { name }: { name: string }) =>
  (await rest(server, `token ${token}`, 'GET', `/repos/${acme.login}/${name}`)).status;
const listed = (token: string, query = '') =>
  rest(server, `token ${token}`, 'GET', `/installation/repositories${query}`);
const latest = async () =>
  (
    await server.database.query<object[]>(
      `SELECT action, actor_login AS actor, credential_kind AS kind, credential_id IS NOT NULL AS "hasKey", details FROM audit_entries
        WHERE organization_id = $1 ORDER BY id DESC LIMIT 1`,
      [acme.id],
    )
  )[0];

test('AP-1: an App tells what it asks for, what it is told of, and where it is', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme, {
    permissions: { organization_personal_access_token_requests: 'write', metadata: 'read' },
  });
  expect(await told(signed.ask('GET', '/app'), 'GET /app', 200)).toMatchObject({
    permissions: { organization_personal_access_token_requests: 'write', metadata: 'read' },
    events: ['personal_access_token_request'],
    installations_count: 1,
  });
  await onlyPayroll(installationId);
  const path = 'GET /repos/{owner}/{repo}/installation';
  const of = (owned: string, name: string) => signed.ask('GET', `/repos/${owned}/${name}/installation`);
  expect(await told(of(acme.login.toUpperCase(), payroll.name), path, 200)).toMatchObject({
    id: installationId,
    app_slug: app.slug,
    repository_selection: 'selected',
  });
  await told(of(acme.login, website.name), path, 404);
  await told(of(elsewhere.owner.login, elsewhere.name), path, 404);
  await told(signed.ask('GET', `/users/${owner.login}/installation`), 'GET /users/{username}/installation', 404);
});

test('AP-1: a token is made for some repositories and permissions, and does no more; it is in the log', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme, {
    permissions: { contents: 'write', metadata: 'read', members: 'read' },
  });
  const body = await told(
    issue(signed, installationId, {
      repositories: [payroll.name.toLowerCase()],
      repository_ids: [payroll.id, open.id],
      permissions: { contents: 'read' },
    }),
    TOKENS,
    201,
  );
  expect(body).toMatchObject({
    permissions: { contents: 'read', metadata: 'read' },
    repository_selection: 'selected',
    repositories: [{ id: payroll.id }, { id: open.id }],
  });
  const token = String(body['token']);
  expect([await reads(token, payroll), await reads(token, website), await reads(token, open)]).toEqual([200, 404, 200]);
  expect(await latest()).toEqual({
    action: 'integration_installation.credential_created',
    actor: `${app.slug}[bot]`,
    kind: 'APP_KEY',
    hasKey: true,
    details: {
      installation_id: installationId,
      token_id: expect.any(Number),
      permissions: { contents: 'read', metadata: 'read' },
      repository_selection: 'SUBSET',
      repositories: [payroll.name, open.name],
      expires_at: expect.any(String),
    },
  });
  expect(JSON.stringify(await latest())).not.toContain(token);
});

test('a token never reaches what its installation does not', async () => {
  const { signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId, { repository_ids: [payroll.id, website.id] });
  await onlyPayroll(installationId);
  expect([await reads(token, payroll), await reads(token, website)]).toEqual([200, 404]);
  const whole = await told(issue(signed, installationId), TOKENS, 201);
  expect(whole).toMatchObject({ repository_selection: 'selected' });
  expect(whole).not.toHaveProperty('repositories');
  await told(issue(signed, installationId, { repository_ids: [website.id] }), TOKENS, 422);
});

test.each([
  ['a repository of others', () => ({ repository_ids: [elsewhere.id] })],
  ['a repository of others by name', () => ({ repositories: [elsewhere.name] })],
  ['none that there is', () => ({ repositories: ['nothing'] })],
  ['one that is there beside one that is not', () => ({ repositories: [payroll.name, 'nothing'] })],
  ['an id that there is not', () => ({ repository_ids: [987_654] })],
  ['an id that cannot be', () => ({ repository_ids: [1.5] })],
  ['an id in words', () => ({ repository_ids: ['1'] })],
  ['a name that cannot be', () => ({ repositories: ['a\0b'] })],
  ['no list', () => ({ repositories: payroll.name })],
  ['an empty list', () => ({ repositories: [] })],
  ['too many', () => ({ repository_ids: Array.from({ length: 501 }, (_, index) => index + 1) })],
  ['more than the installation may', () => ({ permissions: { contents: 'write' } })],
  ['what the installation may not', () => ({ permissions: { members: 'read' } })],
  ['a permission that there is not', () => ({ permissions: { nonsense: 'read' } })],
  ['a level that there is not', () => ({ permissions: { contents: 'all' } })],
  ['permissions that are none', () => ({ permissions: ['contents'] })],
])('no token is made for %s', async (_, body) => {
  const { signed, installationId } = await anAppOn(server, acme);
  const refused = await told(issue(signed, installationId, body()), TOKENS, 422);
  expect(refused['message']).toBe('Validation Failed');
});

test.each(['0', '-1', '1.5', 'x', '987654', '99999999999999999999', '1%00', '%27'])(
  'there is no installation %s',
  async (id) => {
    const { signed } = await anApp(server, acme);
    const there = `/app/installations/${id}`;
    const described = '/app/installations/{installation_id}';
    const answers = await Promise.all([
      told(signed.ask('GET', there), `GET ${described}`, 404),
      told(issue(signed, id), TOKENS, 404),
      told(signed.ask('PUT', `${there}/suspended`), `PUT ${described}/suspended`, 404),
      told(signed.ask('DELETE', `${there}/suspended`), `DELETE ${described}/suspended`, 404),
      told(signed.ask('DELETE', there), `DELETE ${described}`, 404),
    ]);
    expect(new Set(answers.map(({ message }) => message))).toEqual(new Set(['Not Found']));
  },
);

test('with its token an App lists what it reaches, page after page, and nothing beyond', async () => {
  const { signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  const all = await told(listed(token), 'GET /installation/repositories', 200);
  const inAcme = await server.database.query<{ id: number }[]>(
    'SELECT id FROM repositories WHERE owner_organization_id = $1 ORDER BY id',
    [acme.id],
  );
  expect(all).toMatchObject({ total_count: inAcme.length, repository_selection: 'all', repositories: inAcme });
  const second = await listed(token, '?per_page=1&page=2');
  expect(second.body['repositories']).toMatchObject([{ id: inAcme[1]!.id }]);
  expect(second.headers.get('link')).toContain(`${server.settings.publicUrl}/api/v3/installation/repositories`);

  const narrow = await listed(await signed.token(installationId, { repositories: [website.name] }));
  expect(narrow.body).toMatchObject({
    total_count: 1,
    repository_selection: 'selected',
    repositories: [{ id: website.id }],
  });
  await onlyPayroll(installationId);
  expect((await listed(token)).body).toMatchObject({ total_count: 1, repositories: [{ id: payroll.id }] });
  const { signed: blind, installationId: on } = await anAppOn(server, acme, { permissions: { members: 'read' } });
  await told(listed(await blind.token(on)), 'GET /installation/repositories', 403);
});

test('an App ends its token: dead at once, in the log, and the others go on', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme);
  const [token, other] = [await signed.token(installationId), await signed.token(installationId)];
  const end = () => rest(server, `token ${token}`, 'DELETE', '/installation/token');
  await told(end(), 'DELETE /installation/token', 204);
  expect([await reads(token, payroll), (await end()).status, await reads(other, payroll)]).toEqual([401, 401, 200]);
  expect(await latest()).toMatchObject({
    action: 'integration_installation.credential_revoked',
    actor: `${app.slug}[bot]`,
    kind: 'APP_INSTALLATION',
    details: { installation_id: installationId },
  });
});

test('of two that end a token at once one does, the other is told that it holds no more', async () => {
  const { signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  const ends = [1, 2].map(() => rest(server, `token ${token}`, 'DELETE', '/installation/token'));
  expect((await Promise.all(ends)).map(({ status }) => String(status)).toSorted()).toEqual(['204', '401']);
});

test('what is for installation tokens is for no personal token, no JWT and nobody', async () => {
  const { signed } = await anAppOn(server, acme);
  const { secret } = await server.aToken(owner, acme.login);
  const { secret: classic } = await server.aClassicToken(member, { scopes: ['repo'] });
  const credentials: [string, number][] = [
    [`token ${secret}`, 403],
    [`token ${classic}`, 403],
    [`Bearer ${await signed.jwt()}`, 401],
  ];
  const messages: unknown[] = [];
  for (const [credential, status] of credentials) {
    // oxlint-disable no-await-in-loop -- one after the other
    const list = await rest(server, credential, 'GET', '/installation/repositories');
    expect([list.status, (await rest(server, credential, 'DELETE', '/installation/token')).status]).toEqual([
      status,
      status,
    ]);
    messages.push(list.body['message']);
    // oxlint-enable no-await-in-loop
  }
  const personal = 'Resource not accessible by personal access token';
  expect(messages).toEqual([personal, personal, 'Bad credentials']);
  expect((await fetch(`${server.address}/api/v3/installation/repositories`)).status).toBe(401);
  expect(await reads(secret, open)).toBe(200);
});

test('AP-1: an App suspends itself and comes back, but lifts no suspension of an owner', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme);
  const token = await signed.token(installationId);
  const path = `/app/installations/${installationId}/suspended`;
  const suspended = (method: string, status: number) =>
    told(signed.ask(method, path), `${method} /app/installations/{installation_id}/suspended`, status);
  const shown = () =>
    told(signed.ask('GET', `/app/installations/${installationId}`), 'GET /app/installations/{installation_id}', 200);

  await suspended('PUT', 204);
  expect(await shown()).toMatchObject({ suspended_by: null, suspended_at: expect.any(String) });
  expect(await reads(token, payroll)).toBe(401);
  expect(await latest()).toMatchObject({
    action: 'integration_installation.suspend',
    actor: `${app.slug}[bot]`,
    kind: 'APP_KEY',
  });
  expect((await issue(signed, installationId)).status).toBe(403);
  await suspended('DELETE', 204);
  expect(await reads(token, payroll)).toBe(200);

  await suspended('PUT', 204);
  await suspendInstallation(await server.sessionOf(owner), installationId);
  expect(await shown()).toMatchObject({ suspended_by: { login: owner.login } });
  expect((await signed.ask('DELETE', path)).status).toBe(403);
  await suspended('PUT', 204);
  expect(await shown()).toMatchObject({ suspended_by: { login: owner.login } });
  expect(await reads(token, payroll)).toBe(401);
});

test('AP-1: an App leaves an organization by itself, and no other App makes it', async () => {
  const { app, signed, installationId } = await anAppOn(server, acme);
  const { signed: stranger } = await anAppOn(server, acme);
  const path = `/app/installations/${installationId}`;
  const token = await signed.token(installationId);
  expect((await stranger.ask('DELETE', path)).status).toBe(404);
  expect((await stranger.ask('PUT', `${path}/suspended`)).status).toBe(404);
  expect(await reads(token, payroll)).toBe(200);

  await told(signed.ask('DELETE', path), 'DELETE /app/installations/{installation_id}', 204);
  expect(await reads(token, payroll)).toBe(401);
  expect((await signed.ask('DELETE', path)).status).toBe(404);
  expect(await latest()).toMatchObject({ action: 'integration_installation.destroy', actor: `${app.slug}[bot]` });
});

test('an App waits for no lock on an installation that is not its own, and so takes none', async () => {
  const { app, installationId } = await anAppOn(server, acme);
  const { signed: other } = await anApp(server, acme);
  await server.database.transaction(async (tx) => {
    expect(await lockInstallation(tx, app.id, installationId)).not.toBeNull();
    const path = `/app/installations/${installationId}`;
    expect((await other.ask('DELETE', path)).status).toBe(404);
    expect((await other.ask('POST', `${path}/access_tokens`)).status).toBe(404);
  });
});
