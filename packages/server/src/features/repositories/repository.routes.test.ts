import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import type { RepositoryInSight } from './repository.store.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let website: RepositoryInSight;
let payroll: RepositoryInSight;
let api: RepositoryInSight;

beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  website = await app.aRepository(owner, 'acme', 'PUBLIC');
  payroll = await app.aRepository(owner, 'acme', 'PRIVATE');
  api = await app.aRepository(owner, 'acme', 'PRIVATE');
});
afterAll(() => app.close());

const ask = (path: string, secret?: string) =>
  fetch(`${app.address}/api/v3${path}`, { headers: secret ? { authorization: `Bearer ${secret}` } : {} });
const repository = ({ name }: RepositoryInSight, secret?: string) => ask(`/repos/acme/${name}`, secret);
const namesIn = async (answer: Response) => ((await answer.json()) as { name: string }[]).map(({ name }) => name);

test('TK-8: a public repository is shown to anybody, in the full shape', async () => {
  const answer = await repository(website);
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    id: website.id,
    full_name: `acme/${website.name}`,
    private: false,
    owner: { login: 'acme', type: 'Organization' },
    clone_url: `http://countersign.test/git/acme/${website.name}.git`,
    url: `http://countersign.test/api/v3/repos/acme/${website.name}`,
  });
  expect(Object.values(body)).not.toContain(undefined);
});

test('RQ-1, RQ-5: a pending token is told why it does not reach a private one, and reaches it once approved', async () => {
  const { secret, token } = await app.aToken(member, 'acme', { permissions: { metadata: 'read' } });
  const refused = await repository(payroll, secret);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    status: '403',
    message: `The token is waiting for approval by an owner of acme. http://countersign.test/settings/personal-access-tokens/${token.id}`,
  });
  await app.decideAll(owner, acme, 'APPROVED');
  const answer = await repository(payroll, secret);
  expect(await answer.json()).toMatchObject({ private: true, permissions: { admin: false, push: false, pull: true } });
});

test('GT-3: a private one is 401 to nobody and 404 to a stranger, whether it exists or not', async () => {
  const stranger = await app.aPerson();
  const { secret } = await app.aToken(stranger, stranger.login);
  const statuses = async (name: string) => [
    (await ask(`/repos/acme/${name}`)).status,
    (await ask(`/repos/acme/${name}`, secret)).status,
  ];
  expect([await statuses(payroll.name), await statuses('nothing')]).toEqual([
    [401, 404],
    [401, 404],
  ]);
});

test("AP-4: an organization's repositories are those in the token's sight", async () => {
  const seen = async (wish: Parameters<TestApp['aToken']>[2]) => {
    const { secret } = await app.aToken(member, 'acme', wish);
    const before = await namesIn(await ask('/orgs/acme/repos', secret));
    await app.decideAll(owner, acme, 'APPROVED');
    return [before, await namesIn(await ask('/orgs/acme/repos', secret))];
  };
  expect(await seen({})).toEqual([[website.name], [api.name, payroll.name, website.name]]);
  const subset = { repositorySelection: 'SUBSET', repositories: [{ name: api.name }] } as const;
  expect(await seen(subset)).toEqual([[website.name], [api.name, website.name]]);
});

test('they come in pages, with links, sorted and filtered as asked', async () => {
  const { secret } = await app.aToken(member, 'acme');
  await app.decideAll(owner, acme, 'APPROVED');
  const second = await ask('/orgs/acme/repos?sort=full_name&per_page=1&page=2', secret);
  expect(await namesIn(second)).toEqual([payroll.name]);
  expect(second.headers.get('link')).toContain(
    '<http://countersign.test/api/v3/orgs/acme/repos?sort=full_name&per_page=1&page=3>; rel="next"',
  );
  expect(await namesIn(await ask('/orgs/acme/repos?type=public', secret))).toEqual([website.name]);
  expect(await namesIn(await ask('/orgs/acme/repos?sort=full_name&direction=desc&type=private', secret))).toEqual([
    api.name,
    payroll.name,
  ]);
  expect((await ask('/orgs/acme/repos?per_page=100&page=1001', secret)).status).toBe(422);
});

test('to a stranger there is no such organization; nobody is asked to authenticate', async () => {
  const stranger = await app.aPerson();
  const { secret } = await app.aToken(stranger, stranger.login);
  expect((await ask('/orgs/acme/repos', secret)).status).toBe(404);
  expect((await ask('/orgs/acme/repos')).status).toBe(401);
});
