import type { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import type { User } from '../../features/users/user.entity.ts';
import { anInstalledApp, type InstalledApp, octokitFor, refusalOf } from '../../testing/installed-app.ts';
import { TestApp, type TokenWish } from '../../testing/test-app.ts';

// The released client of GitHub, whose every answer is checked against GitHub's own description (testing/github-openapi.ts).

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let payroll: RepositoryInSight;
let installed: InstalledApp;
let bot: Octokit;
const org = 'acme';

beforeAll(async () => {
  server = await TestApp.open({ rateLimit: 5000, rateLimitAnonymous: 60 });
  owner = await server.aPerson('owner');
  member = await server.aPerson('member');
  acme = await server.anOrganization(owner, org);
  await server.join(owner, acme, member.login);
  payroll = await server.aRepository(owner, org, 'PRIVATE');
  installed = await anInstalledApp(server, acme);
  bot = octokitFor(server, installed);
});
afterAll(() => server.close());

/** A token that waits, and the id of its request. */
async function aRequest(wish: TokenWish = {}) {
  const made = await server.aToken(member, org, wish);
  const { data } = await bot.rest.orgs.listPatGrantRequests({ org, token_id: [String(made.token.id)] });
  return { ...made, id: data[0]!.id, request: data[0]! };
}

test('AP-1: the App reads itself and where it is installed', async () => {
  const { apps } = bot.rest;
  expect((await apps.getAuthenticated()).data).toMatchObject({ id: installed.app.id });
  const installation_id = installed.installationId;
  const { data: list } = await apps.listInstallations();
  expect(list).toMatchObject([{ id: installation_id, account: { login: org } }]);
  expect((await apps.getInstallation({ installation_id })).data.id).toBe(installation_id);
  expect((await apps.getOrgInstallation({ org })).data.id).toBe(installation_id);
  expect((await apps.getRepoInstallation({ owner: org, repo: payroll.name })).data.id).toBe(installation_id);
  expect((await refusalOf(apps.getUserInstallation({ username: 'member' }))).status).toBe(404);
});

test('AP-1: a narrowed token reaches what it was made for, until the App ends it', async () => {
  const installation_id = installed.installationId;
  const wish = { installation_id, repository_ids: [payroll.id], permissions: { metadata: 'read' as const } };
  const { data } = await bot.rest.apps.createInstallationAccessToken(wish);
  expect(data).toMatchObject({ repository_selection: 'selected', permissions: { metadata: 'read' } });
  const narrowed = octokitFor(server, data.token);
  const reached = await narrowed.rest.apps.listReposAccessibleToInstallation();
  expect(reached.data.repositories.map(({ name }) => name)).toEqual([payroll.name]);
  expect((await refusalOf(narrowed.rest.orgs.listPatGrants({ org }))).status).toBe(403);
  expect((await narrowed.rest.apps.revokeInstallationAccessToken()).status).toBe(204);
  expect((await refusalOf(narrowed.rest.orgs.get({ org }))).status).toBe(401);
});

test('EX-5: whoever holds a secret can report it', async () => {
  const { secret } = await server.aToken(member, 'member');
  const nobody = octokitFor(server, null);
  expect((await nobody.rest.credentials.revoke({ credentials: [secret, 'unknown'] })).status).toBe(202);
  expect((await refusalOf(octokitFor(server, secret).rest.users.getAuthenticated())).status).toBe(401);
});

test('AP-2, RQ-4: a waiting request shows all that a reviewer has to know', async () => {
  const { token, request, id } = await aRequest({
    reason: 'For the nightly build',
    permissions: { contents: 'write', metadata: 'read' },
    repositorySelection: 'SUBSET',
    repositories: [{ id: payroll.id }],
  });
  expect(request).toMatchObject({
    id,
    reason: 'For the nightly build',
    owner: { login: 'member', type: 'User' },
    repository_selection: 'subset',
    repositories_url: `http://countersign.test/api/v3/organizations/${acme.id}/personal-access-token-requests/${id}/repositories`,
    permissions: { organization: {}, repository: { contents: 'write', metadata: 'read' }, other: {} },
    token_id: token.id,
    token_name: token.name,
    token_expired: false,
    token_last_used_at: null,
  });
  expect(request.owner).not.toHaveProperty('email');

  const { data: named } = await bot.rest.orgs.listPatGrantRequestRepositories({ org, pat_request_id: id });
  expect(named.map(({ full_name }) => full_name)).toEqual([`acme/${payroll.name}`]);
  const byId = 'GET /organizations/{organization_id}/personal-access-token-requests/{pat_request_id}/repositories';
  expect((await bot.request(byId, { organization_id: acme.id, pat_request_id: id })).data).toEqual(named);
});

test('AP-2, RQ-5: what the App approves works at once, and is an active token until the App revokes it', async () => {
  const { token, secret, id } = await aRequest();
  const reader = octokitFor(server, secret);
  const read = () => refusalOf(reader.rest.repos.get({ owner: org, repo: payroll.name }));
  expect(await read()).toMatchObject({ status: 403 });

  const { status } = await bot.rest.orgs.reviewPatGrantRequest({ org, pat_request_id: id, action: 'approve' });
  expect([status, (await read()).status]).toEqual([204, 200]);

  const { data: grants } = await bot.rest.orgs.listPatGrants({ org, owner: ['member'] });
  const grant = grants.find(({ token_id }) => token_id === token.id)!;
  expect(grant).toMatchObject({ owner: { login: 'member' }, repository_selection: 'all', token_name: token.name });
  expect(grant).not.toHaveProperty('reason');
  expect((await bot.rest.orgs.listPatGrantRepositories({ org, pat_id: grant.id })).data).toEqual([]);

  const revoked = await bot.rest.orgs.updatePatAccess({ org, pat_id: grant.id, action: 'revoke' });
  expect([revoked.status, (await read()).status]).toEqual([204, 403]);
  expect(await refusalOf(bot.rest.orgs.updatePatAccess({ org, pat_id: grant.id, action: 'revoke' }))).toMatchObject({
    status: 422,
    errors: [{ field: 'pat_id', message: 'The access has already ended.' }],
  });
});

test('AP-6, RQ-6: a bulk is done when 202 is answered; those that cannot be decided stop no others', async () => {
  const [one, two, three] = [await aRequest(), await aRequest(), await aRequest()];
  const review = (action: 'approve' | 'deny', ids: number[]) =>
    bot.rest.orgs.reviewPatGrantRequestsInBulk({ org, action, pat_request_ids: ids, reason: 'As agreed' });
  const { status, data } = await review('approve', [one.id, two.id]);
  expect([status, data]).toEqual([202, {}]);
  expect(
    (await bot.rest.orgs.listPatGrants({ org, token_id: [one, two].map(({ token }) => `${token.id}`) })).data,
  ).toHaveLength(2);

  expect((await review('deny', [one.id, three.id, 999_999])).status).toBe(202);
  const states = await server.database.query<{ status: string }[]>(
    'SELECT status FROM token_requests WHERE id = ANY($1) ORDER BY id',
    [[one.id, two.id, three.id]],
  );
  expect(states.map((row) => row.status)).toEqual(['APPROVED', 'APPROVED', 'DENIED']);

  const { data: grants } = await bot.rest.orgs.listPatGrants({ org, token_id: [String(one.token.id)] });
  const pat_ids = [grants[0]!.id, 999_999];
  const revoke = () => bot.rest.orgs.updatePatAccesses({ org, action: 'revoke', pat_ids });
  expect((await revoke()).status).toBe(202);
  expect(await refusalOf(revoke())).toMatchObject({
    status: 422,
    errors: [{ field: `pat_ids.${grants[0]!.id}` }, { field: 'pat_ids.999999' }],
  });
});

test('AP-6: deciding what is decided is 422 and says who did; what is not there is 404', async () => {
  const { id } = await aRequest();
  const review = (pat_request_id: number) =>
    refusalOf(bot.rest.orgs.reviewPatGrantRequest({ org, pat_request_id, action: 'deny', reason: 'Too broad' }));
  expect((await review(id)).status).toBe(204);
  const message = `Already denied by ${installed.app.slug}[bot].`;
  expect(await review(id)).toMatchObject({ status: 422, errors: [{ field: 'pat_request_id', message }] });
  expect((await review(999_999)).status).toBe(404);
  const inBulk = bot.rest.orgs.reviewPatGrantRequestsInBulk({ org, action: 'approve', pat_request_ids: [id, id] });
  expect(await refusalOf(inBulk)).toMatchObject({ status: 422, errors: [{ field: `pat_request_ids.${id}`, message }] });
});

test('AP-2: Octokit pages through the whole list by its Link headers', async () => {
  const ids = await server.manyRequests(acme, member, 25);
  const all = await bot.paginate(bot.rest.orgs.listPatGrantRequests, { org, per_page: 10 });
  expect(all.length).toBeGreaterThanOrEqual(25);
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));
  expect(ids.every((id) => all.some((request) => request.id === id))).toBe(true);
});

test('general reads are in GitHub’s shapes for an App, a classic token, a fine-grained one and nobody', async () => {
  await server.aRepository(owner, org, 'PUBLIC');
  const { secret: fineGrained } = await server.aToken(member, 'member');
  const { secret: classic } = await server.aClassicToken(member, { scopes: ['repo', 'read:org'] });
  for (const who of [installed, classic, fineGrained, null]) {
    const { rest } = octokitFor(server, who);
    // oxlint-disable-next-line no-await-in-loop -- one kind of viewer after the other
    const answers = await Promise.all([
      rest.meta.root(),
      rest.meta.get(),
      rest.meta.getAllVersions(),
      rest.rateLimit.get(),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  }
  for (const who of [installed, classic]) {
    const { rest } = octokitFor(server, who);
    // oxlint-disable-next-line no-await-in-loop
    expect((await rest.orgs.get({ org })).data).toMatchObject({ login: org, type: 'Organization', public_repos: 1 });
    // oxlint-disable-next-line no-await-in-loop
    expect((await rest.repos.listForOrg({ org })).data.map(({ name }) => name)).toContain(payroll.name);
    // oxlint-disable-next-line no-await-in-loop
    expect((await rest.repos.get({ owner: org, repo: payroll.name })).data.private).toBe(true);
  }
  expect((await octokitFor(server, classic).rest.users.getAuthenticated()).data.login).toBe('member');
  expect((await octokitFor(server, classic).rest.orgs.listForAuthenticatedUser()).data).toMatchObject([{ login: org }]);
  expect((await octokitFor(server, fineGrained).rest.orgs.listForAuthenticatedUser()).data).toEqual([]);
  expect((await refusalOf(octokitFor(server, null).rest.users.getAuthenticated())).status).toBe(401);
});
