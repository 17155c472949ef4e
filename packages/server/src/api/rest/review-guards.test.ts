import { type PermissionMap, SCOPES } from '@countersign/schema';
import { createAppAuth } from '@octokit/auth-app';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../features/apps/app.entity.ts';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { User } from '../../features/users/user.entity.ts';
import { anApp } from '../../testing/an-app.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { anInstalledApp, REVIEWER } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';

// Each operation of review, for each kind of viewer (RQ-11, AP-6). The columns: requests listed, decided in bulk, one decided, repositories of one;
// then the same four of active tokens. The addresses by login and by id must agree.
const EXPECTED = `
nobody                                401 401 401 401  401 401 401 401
owner's session cookie                401 401 401 401  401 401 401 401
token that is none                    401 401 401 401  401 401 401 401
member's fine-grained token           403 403 403 403  403 403 403 403
owner's fine-grained token            403 403 403 403  403 403 403 403
owner's classic token, all scopes     403 403 403 403  403 403 403 403
App by its own JWT                    401 401 401 401  401 401 401 401
App without the permissions           403 403 403 403  403 403 403 403
App that may read requests            200 403 403 200  403 403 403 403
App that may read both                200 403 403 200  200 403 403 200
App that may decide requests          200 202 204 200  403 403 403 403
App that may do both                  200 202 204 200  200 202 204 200
App that is suspended                 401 401 401 401  401 401 401 401
App of another organization           404 404 404 404  404 404 404 404
owner's App without the permissions   403 403 403 403  403 403 403 403
owner's App that may read both        200 403 403 200  200 403 403 200
owner's App that may decide requests  200 202 204 200  403 403 403 403
owner's App that may do both          200 202 204 200  200 202 204 200
owner's App that is suspended         404 404 404 404  404 404 404 404
owner's App that is not installed     404 404 404 404  404 404 404 404
owner's App, its token expired        401 401 401 401  401 401 401 401
owner's App by its refresh token      401 401 401 401  401 401 401 401
suspended owner's App                 401 401 401 401  401 401 401 401
member's App that may do both         403 403 403 403  403 403 403 403
stranger's App that may do both       404 404 404 404  404 404 404 404
`;

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
const viewers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  server = await TestApp.open();
  owner = await server.aPerson('owner');
  member = await server.aPerson('member');
  acme = await server.anOrganization(owner, 'acme');
  await server.join(owner, acme, member.login);
  await makePersonal();
  await makeApps();
  await makeAppUsers();
}, 60_000);
afterAll(() => server.close());

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function makePersonal(): Promise<void> {
  const everything = { administration: 'write', members: 'write', organization_administration: 'write' } as const;
  viewers['nobody'] = {};
  viewers["owner's session cookie"] = await server.headersOf(owner);
  viewers['token that is none'] = bearer('csf_nonsense');
  viewers["member's fine-grained token"] = bearer((await server.aToken(member, 'acme')).secret);
  await server.decideAll(owner, acme, 'APPROVED');
  viewers["owner's fine-grained token"] = bearer(
    (await server.aToken(owner, 'acme', { permissions: everything })).secret,
  );
  const scopes = SCOPES.filter(({ parent }) => !parent).map(({ scope }) => scope);
  viewers["owner's classic token, all scopes"] = bearer((await server.aClassicToken(owner, { scopes })).secret);
}

async function makeApps(): Promise<void> {
  const requests = 'organization_personal_access_token_requests';
  const grants = 'organization_personal_access_tokens';
  const withPermissions = async (permissions: PermissionMap, on = acme) =>
    bearer(await (await anInstalledApp(server, on, permissions)).token());
  viewers['App without the permissions'] = await withPermissions({ metadata: 'read', members: 'write' });
  viewers['App that may read requests'] = await withPermissions({ [requests]: 'read' });
  viewers['App that may read both'] = await withPermissions({ [requests]: 'read', [grants]: 'read' });
  viewers['App that may decide requests'] = await withPermissions({ [requests]: 'write' });
  viewers['App that may do both'] = await withPermissions({ [requests]: 'write', [grants]: 'write' });
  const { app, privateKey, installationId, token: tokenOf } = await anInstalledApp(server, acme);
  const { token } = await createAppAuth({ appId: app.id, privateKey })({ type: 'app' });
  viewers['App by its own JWT'] = bearer(token);
  viewers['App that is suspended'] = bearer(await tokenOf());
  await server.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [installationId]);
  const globex = await server.anOrganization(owner, 'globex');
  viewers['App of another organization'] = await withPermissions(REVIEWER, globex);
}

/** Tokens with which an App acts for a person. */
async function makeAppUsers(): Promise<void> {
  const requests = 'organization_personal_access_token_requests';
  const grants = 'organization_personal_access_tokens';
  const act = async (who: string, { id }: User, app: App, wish = {}) => {
    const made = await anAppUserToken(server, id, app.id, wish);
    viewers[who] = bearer(made.secret);
    return made.token;
  };
  const installed = async (permissions: PermissionMap) => (await anInstalledApp(server, acme, permissions)).app;
  const both = await installed(REVIEWER);
  const everythingElse = { metadata: 'read', members: 'write', organization_administration: 'write' } as const;
  await act("owner's App without the permissions", owner, await installed(everythingElse));
  await act("owner's App that may read both", owner, await installed({ [requests]: 'read', [grants]: 'read' }));
  await act("owner's App that may decide requests", owner, await installed({ [requests]: 'write' }));
  const token = await act("owner's App that may do both", owner, both);
  viewers["owner's App by its refresh token"] = bearer((await aRefreshTokenOf(server, token)).secret);
  const suspended = await anInstalledApp(server, acme);
  await server.database.query('UPDATE app_installations SET suspended_at = now() WHERE id = $1', [
    suspended.installationId,
  ]);
  await act("owner's App that is suspended", owner, suspended.app);
  await act("owner's App that is not installed", owner, (await anApp(server, acme, { permissions: REVIEWER })).app);
  const { id } = await act("owner's App, its token expired", owner, both);
  await server.database.query(
    `UPDATE tokens SET issued_at = now() - interval '9 hours', expires_at = now() - interval '1 hour' WHERE id = $1`,
    [id],
  );
  await act("member's App that may do both", member, both);
  await act("stranger's App that may do both", await server.aPerson('stranger'), both);
  const former = await server.aPerson('suspended');
  await server.join(owner, acme, former.login, 'OWNER');
  await act("suspended owner's App", former, both);
  await server.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [former.id]);
}

const rowsOf = (table: string) =>
  server.database.query<{ id: number }[]>(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 2`);

/** What the eight operations answer, on two requests that wait and two tokens that are active. */
async function rowOf(headers: Record<string, string>, organization: string): Promise<string> {
  // A person of its own, as nobody has more than 50 tokens.
  const person = await server.aPerson();
  await server.join(owner, acme, person.login);
  const twoTokens = () => Promise.all([server.aToken(person, 'acme'), server.aToken(person, 'acme')]);
  await twoTokens();
  await server.decideAll(owner, acme, 'APPROVED');
  const grants = await rowsOf('token_grants');
  await twoTokens();
  const requests = await rowsOf('token_requests');
  const ask = async (path: string, body?: object) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${server.address}/api/v3/${organization}/personal-access-token${path}`, {
      ...init,
      headers,
    });
    expect(answer.headers.get('x-accepted-github-permissions')).toBe(
      `organization_personal_access_token${path.startsWith('-r') ? '_requests' : 's'}=${body ? 'write' : 'read'}`,
    );
    return answer.status;
  };
  const answers = [
    await ask('-requests'),
    await ask('-requests', { action: 'deny', pat_request_ids: [requests[0]!.id] }),
    await ask(`-requests/${requests[1]!.id}`, { action: 'deny' }),
    await ask(`-requests/${requests[1]!.id}/repositories`),
  ];
  const ofGrants = [
    await ask('s'),
    await ask('s', { action: 'revoke', pat_ids: [grants[0]!.id] }),
    await ask(`s/${grants[1]!.id}`, { action: 'revoke' }),
  ];
  const [live] = await server.database.query<{ id: number }[]>(
    'SELECT id FROM token_grants WHERE ended_at IS NULL LIMIT 1',
  );
  return `${answers.join(' ')}  ${[...ofGrants, await ask(`s/${live!.id}/repositories`)].join(' ')}`;
}

test('RQ-11, AP-6: who may do what stands in the table above', async () => {
  const lines: string[] = [];
  for (const [name] of EXPECTED.trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/))) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, each with requests and tokens of its own
    const byLogin = await rowOf(viewers[name!]!, 'orgs/acme');
    // oxlint-disable-next-line no-await-in-loop
    expect([name, await rowOf(viewers[name!]!, `organizations/${acme.id}`)]).toEqual([name, byLogin]);
    lines.push(`${name!.padEnd(38)}${byLogin}`);
  }
  expect(`\n${lines.join('\n')}\n`).toBe(EXPECTED);
}, 180_000);
