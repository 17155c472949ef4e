import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import type { User } from '../../features/users/user.entity.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { TestApp } from '../../testing/test-app.ts';

const OLDER = '2022-11-28';
const NEWER = '2026-03-10';

let app: TestApp;
let owner: User;
let acme: Organization;
let payroll: RepositoryInSight;
beforeAll(async () => {
  app = await TestApp.open({ rateLimit: 5000, rateLimitAnonymous: 5000 });
  owner = await app.aPerson();
  acme = await app.anOrganization(owner, 'acme');
  payroll = await app.aRepository(owner, 'acme', 'PRIVATE');
});
afterAll(() => app.close());

type Init = { method?: string; authorization?: string; body?: object };
async function ask(version: string | null, path: string, { method = 'GET', authorization, body }: Init = {}) {
  const headers = {
    ...(version && { 'x-github-api-version': version }),
    ...(authorization && { authorization }),
  };
  const answer = await fetch(`${app.address}/api/v3${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  const selected = answer.headers.get('x-github-api-version-selected');
  return { status: answer.status, selected, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> };
}
const keysOf = async (version: string | null, path: string, init?: Init) => {
  const { status, body } = await ask(version, path, init);
  expect([path, status]).toEqual([path, init?.method === 'POST' ? 201 : 200]);
  return Object.keys(body);
};

test('a version is selected by its date, the older one where none is; another is a bad request that names them', async () => {
  expect((await ask(null, '/meta')).selected).toBe(OLDER);
  expect((await ask(OLDER, '/meta')).selected).toBe(OLDER);
  expect((await ask(NEWER, '/meta')).selected).toBe(NEWER);
  expect((await ask(NEWER, '/versions')).body).toEqual([OLDER, NEWER]);
  expect(await ask('2020-01-01', '/meta')).toMatchObject({
    status: 400,
    selected: null,
    body: { message: `This version of the API is not known; these are: ${OLDER}, ${NEWER}` },
  });
});

test('the newer one tells of the rate limit once, and not of authorizations', async () => {
  expect(await keysOf(OLDER, '/rate_limit')).toEqual(['resources', 'rate']);
  expect(await keysOf(NEWER, '/rate_limit')).toEqual(['resources']);
  expect(await keysOf(null, '/')).toContain('authorizations_url');
  expect(await keysOf(NEWER, '/')).not.toContain('authorizations_url');
  expect(await keysOf(NEWER, '/')).toContain('current_user_url');
});

test('the newer one does not speak of downloads of a repository, wherever one is shown', async () => {
  const { secret } = await app.aClassicToken(owner);
  const authorization = `Bearer ${secret}`;
  const path = `/repos/acme/${payroll.name}`;
  const [older, newer] = [await ask(OLDER, path, { authorization }), await ask(NEWER, path, { authorization })];
  const { has_downloads: dropped, ...rest } = older.body;
  expect(dropped).toBe(false);
  expect(newer.body).toEqual(rest);

  const { signed, installationId } = await anAppOn(app, acme);
  const wish = {
    method: 'POST',
    authorization: `Bearer ${await signed.jwt()}`,
    body: { repository_ids: [payroll.id] },
  };
  const tokens = `/app/installations/${installationId}/access_tokens`;
  const made = (await ask(NEWER, tokens, wish)).body as { token: string; repositories: object[] };
  expect(made.repositories[0]).toMatchObject({ id: payroll.id });
  expect(made.repositories[0]).not.toHaveProperty('has_downloads');
  const { body } = await ask(NEWER, '/installation/repositories', { authorization: `token ${made.token}` });
  const [listed] = body['repositories'] as object[];
  expect(listed).toMatchObject({ id: payroll.id, has_pages: false, created_at: payroll.createdAt.toISOString() });
  expect(listed).not.toHaveProperty('has_downloads');
});

test.each([
  [OLDER, 204],
  [NEWER, 202],
])('in %s an App that uninstalls itself is answered %i, and is gone', async (version, status) => {
  const { signed, installationId } = await anAppOn(app, acme);
  const path = `/app/installations/${installationId}`;
  const init = async (method: string) => ({ method, authorization: `Bearer ${await signed.jwt()}` });
  expect((await ask(version, `${path}/suspended`, await init('PUT'))).status).toBe(204);
  expect((await ask(version, `${path}/suspended`, await init('DELETE'))).status).toBe(204);
  expect(await ask(version, path, await init('DELETE'))).toEqual({ status, selected: version, body: null });
  expect((await ask(version, path, await init('GET'))).status).toBe(404);
  expect((await ask(version, path, await init('DELETE'))).status).toBe(404);
});
