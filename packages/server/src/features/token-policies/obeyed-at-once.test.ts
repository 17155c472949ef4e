import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { gitDirectoryOf } from '../repositories/git-directory.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import type { User } from '../users/user.entity.ts';

const UPDATE = `mutation ($input: UpdateOrganizationTokenPolicyInput!) {
  updateOrganizationTokenPolicy(input: $input) { organization { tokenPolicy { version } } } }`;
const UPDATE_ABOVE = `mutation ($input: UpdateEnterpriseTokenPolicyInput!) {
  updateEnterpriseTokenPolicy(input: $input) { enterprise { tokenPolicy { version } } } }`;
const READ = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { name } }';

let app: TestApp;
let git: GitClient;
let owner: User;
let administrator: User;
let organization: Organization;
let enterprise: Enterprise;
let hidden: RepositoryInSight;
let open: RepositoryInSight;
const secrets = new Map<string, string>();
/** Of the organization, and of the enterprise. */
const versions = { own: 1, above: 1 };

beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  const team = await app.aTeam();
  ({ owner, organization } = team);
  administrator = await app.aPerson();
  enterprise = await app.anEnterprise(administrator, organization);
  hidden = await app.aRepository(owner, organization.login, 'PRIVATE');
  open = await app.aRepository(owner, organization.login, 'PUBLIC');
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'readme'), 'hello\n');
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'First'], 'work');
  for (const { id } of [hidden, open])
    // oxlint-disable-next-line no-await-in-loop -- two
    await git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, id), 'main'], 'work');
  secrets.set('fine-grained', (await app.aToken(team.member, organization.login)).secret);
  secrets.set('classic', (await app.aClassicToken(team.member)).secret);
  await app.decideAll(owner, organization, 'APPROVED');
});
afterAll(async () => {
  await git.remove();
  await app.close();
});

const save = async (wish: object) => {
  const input = { organization: organization.login, expectedVersion: versions.own, ...wish };
  const { data, errors } = await app.as(owner, UPDATE, { input });
  expect(errors).toBeUndefined();
  versions.own = data.updateOrganizationTokenPolicy.organization.tokenPolicy.version;
};
const saveAbove = async (wish: object) => {
  const input = { enterprise: enterprise.slug, expectedVersion: versions.above, ...wish };
  const { data, errors } = await app.as(administrator, UPDATE_ABOVE, { input });
  expect(errors).toBeUndefined();
  versions.above = data.updateEnterpriseTokenPolicy.enterprise.tokenPolicy.version;
};

/** What git, REST and GraphQL answer to a token that asks for a repository. */
async function answers(kind: string, { owner: { login }, name }: RepositoryInSight): Promise<string> {
  const secret = secrets.get(kind)!;
  const remote = `${app.address.replace('://', `://anyone:${secret}@`)}/git/${login}/${name}.git`;
  const [listed, rest, graphql] = await Promise.all([
    git.run(['ls-remote', remote]),
    fetch(`${app.address}/api/v3/repos/${login}/${name}`, { headers: { authorization: `Bearer ${secret}` } }),
    app.as(secret, READ, { owner: login, name }),
  ]);
  return [listed.code === 0 ? 'ok' : 'no', rest.status, graphql.errors?.[0]?.extensions['code'] ?? 'ok'].join(' ');
}

const LET_THROUGH = 'ok 200 ok';
const REFUSED = 'no 403 FORBIDDEN';

test.each([
  ['fine-grained', 'restricting the kind', { fineGrainedAccess: 'RESTRICTED' }, { fineGrainedAccess: 'ALLOWED' }],
  ['fine-grained', 'a shorter lifetime', { fineGrainedMaxDays: 29 }, { fineGrainedMaxDays: 30 }],
  ['classic', 'restricting the kind', { classicAccess: 'RESTRICTED' }, { classicAccess: 'ALLOWED' }],
  ['classic', 'a shorter lifetime', { classicMaxDays: 29 }, { classicMaxDays: null }],
])('PO-6: a %s token is refused from %s on, on the very next request at each door', async (kind, _, tight, loose) => {
  expect(await answers(kind, hidden)).toBe(LET_THROUGH);
  await save(tight);
  expect(await answers(kind, hidden)).toBe(REFUSED);
  expect(await answers(kind, open)).toBe(LET_THROUGH);
  await save(loose);
  expect(await answers(kind, hidden)).toBe(LET_THROUGH);
});

test.each([
  ['fine-grained', { fineGrainedAccess: 'DISABLED' }, { fineGrainedAccess: 'NO_POLICY' }],
  ['fine-grained', { fineGrainedMaxDays: 29 }, { fineGrainedMaxDays: null }],
  ['classic', { classicAccess: 'DISABLED' }, { classicAccess: 'ENABLED' }],
  ['classic', { classicMaxDays: 1 }, { classicMaxDays: null }],
])('PO-6: so is one that the enterprise forbids: %s, %j', async (kind, tight, loose) => {
  expect(await answers(kind, hidden)).toBe(LET_THROUGH);
  await saveAbove(tight);
  expect(await answers(kind, hidden)).toBe(REFUSED);
  expect(await answers(kind, open)).toBe(LET_THROUGH);
  await saveAbove(loose);
  expect(await answers(kind, hidden)).toBe(LET_THROUGH);
});
