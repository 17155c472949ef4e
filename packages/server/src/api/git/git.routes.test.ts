import { writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import { removeOrganizationMember } from '../../features/organizations/remove-organization-member.ts';
import { gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import { setRepositoryAccess } from '../../features/repositories/update-repository.ts';
import { revokeTokenGrants } from '../../features/token-grants/revoke-token-grants.ts';
import { deleteToken } from '../../features/tokens/delete-token.ts';
import type { User } from '../../features/users/user.entity.ts';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let git: GitClient;
let owner: User;
let member: User;
let acme: Organization;
let website: RepositoryInSight;
let payroll: RepositoryInSight;
let notes: RepositoryInSight;

beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  website = await app.aRepository(owner, 'acme', 'PUBLIC');
  payroll = await app.aRepository(owner, 'acme', 'PRIVATE');
  notes = await app.aRepository(member, 'member', 'PRIVATE');
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'readme'), 'hello\n');
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'First'], 'work');
  const seeds = [website, payroll, notes].map(({ id }) =>
    git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, id), 'main'], 'work'),
  );
  await Promise.all(seeds);
});

afterAll(async () => {
  await git.remove();
  await app.close();
});

const urlOf = ({ owner, name }: RepositoryInSight, credential = '') =>
  `${app.address.replace('://', `://${credential}`)}/git/${owner.login}/${name}.git`;
const withToken = (repository: RepositoryInSight, secret: string) => urlOf(repository, `anyone:${secret}@`);
const clone = (url: string) => git.run(['clone', '--quiet', url, app.aName('clone')]);
const push = (url: string) => git.run(['push', '--quiet', url, `main:refs/heads/${app.aName('branch')}`], 'work');
const ask = (path: string, headers: Record<string, string> = {}) => fetch(app.address + path, { headers });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const infoRefs = ({ owner, name }: RepositoryInSight) =>
  `/git/${owner.login}/${name}.git/info/refs?service=git-upload-pack`;

/** A token of `member` for acme that an owner approved. */
async function anApprovedToken(permissions: Record<string, 'read' | 'write'> = { contents: 'read' }) {
  const made = await app.aToken(member, 'acme', { permissions });
  await app.decideAll(owner, acme, 'APPROVED');
  return made;
}

test('GT-2: anybody clones a public repository, without a token', async () => {
  expect(await clone(urlOf(website))).toMatchObject({ code: 0 });
});

test('GT-3: without a credential a private repository and one that does not exist get the same challenge', async () => {
  const [real, none] = await Promise.all([
    ask(infoRefs(payroll)),
    ask('/git/acme/nothing.git/info/refs?service=git-upload-pack'),
  ]);
  expect([real.status, none.status]).toEqual([401, 401]);
  expect(real.headers.get('www-authenticate')).toMatch(/^Basic realm="Countersign"/);
  expect(none.headers.get('www-authenticate')).toBe(real.headers.get('www-authenticate'));
  expect(await none.text()).toBe(await real.text());
  expect((await clone(urlOf(payroll))).code).not.toBe(0);
});

test('RQ-1, RQ-5: a pending token is refused with the reason and where to look, and works from the approval on', async () => {
  const { secret, token } = await app.aToken(member, 'acme');

  const refused = await clone(withToken(payroll, secret));
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('remote: The token is waiting for approval by an owner of acme.');
  expect(refused.stderr).toContain(`http://countersign.test/settings/personal-access-tokens/${token.id}`);
  expect(await clone(withToken(website, secret))).toMatchObject({ code: 0 });

  await app.decideAll(owner, acme, 'APPROVED');
  expect(await clone(withToken(payroll, secret))).toMatchObject({ code: 0 });
});

test('GN-2: a revoked grant ends the access on the next use, and public repositories stay readable', async () => {
  const { secret, token } = await anApprovedToken();
  expect((await clone(withToken(payroll, secret))).code).toBe(0);
  const [grant] = await app.database.query<{ id: number }[]>('SELECT id FROM token_grants WHERE token_id = $1', [
    token.id,
  ]);
  const caller = await app.sessionOf(owner);
  await revokeTokenGrants(caller, { organization: 'acme', grantIds: [{ given: String(grant!.id), id: grant!.id }] });

  const refused = await clone(withToken(payroll, secret));
  expect(refused.stderr).toContain('remote: acme has not granted the token access.');
  expect((await clone(withToken(website, secret))).code).toBe(0);
});

test('GT-2: push needs contents: write, of the token and of its user', async () => {
  const reading = await anApprovedToken({ contents: 'read' });
  const writing = await anApprovedToken({ contents: 'write' });
  const access = { owner: 'acme', name: payroll.name, login: 'member' } as const;

  expect((await push(withToken(payroll, writing.secret))).stderr).toMatch(
    /remote: The user may not do this in the repository: it needs write access/,
  );
  await setRepositoryAccess(await app.sessionOf(owner), { ...access, access: 'WRITE' });
  expect(await push(withToken(payroll, writing.secret))).toMatchObject({ code: 0 });
  expect((await push(withToken(payroll, reading.secret))).stderr).toContain(
    'remote: This needs the permission contents:write.',
  );
  await setRepositoryAccess(await app.sessionOf(owner), { ...access, access: 'NONE' });
  expect((await push(withToken(payroll, writing.secret))).code).not.toBe(0);
});

test('GT-3: pushing to a public repository without a credential is challenged', async () => {
  const answer = await ask(infoRefs(website).replace('upload', 'receive'));
  expect(answer.status).toBe(401);
  expect((await push(urlOf(website))).code).not.toBe(0);
});

test("GT-3: another person's repository, and another organization's, is not there", async () => {
  const stranger = await app.aPerson();
  const { secret } = await app.aToken(stranger, stranger.login);
  const { secret: forAcme } = await anApprovedToken();

  for (const [repository, token] of [
    [payroll, secret],
    [notes, secret],
    [notes, forAcme],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await ask(infoRefs(repository), { authorization: basic('x', token) });
    expect(answer.status).toBe(404);
    // oxlint-disable-next-line no-await-in-loop
    expect(await answer.text()).toBe('Repository not found.\n');
  }
  expect((await clone(withToken(payroll, secret))).stderr).toContain('remote: Repository not found.');
});

test('GT-3: a token that does not hold is refused even where nobody needs one', async () => {
  const deleted = await app.aToken(member, 'member');
  await deleteToken(await app.sessionOf(member), deleted.token.id);
  const unknown = `${deleted.secret.slice(0, 4)}${'0'.repeat(30)}${'0'.repeat(6)}`;
  const credentials = [
    basic('x', deleted.secret),
    basic('x', unknown),
    basic('x', 'password'),
    `Bearer ${deleted.secret}`,
    'Basic ???',
    'Digest x',
  ];

  const answers = await Promise.all(credentials.map((authorization) => ask(infoRefs(website), { authorization })));
  expect(answers.map(({ status }) => status)).toEqual(credentials.map(() => 401));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toHaveProperty('size', 1);
});

test('EX-2: a token is dead from the millisecond of its expiry', async () => {
  const { secret, token } = await app.aToken(member, 'member');
  const use = async (moment: number) => {
    app.now = new Date(moment);
    return (await ask(infoRefs(notes), { authorization: basic('x', secret) })).status;
  };
  const end = token.expiresAt!.getTime();
  expect([await use(end - 1), await use(end)]).toEqual([200, 401]);
  app.now = null;
});

test('GT-1: the user name may be anything, but not nothing', async () => {
  const { secret } = await app.aToken(member, 'member');
  const statuses = ['x', 'member', 'x-access-token', ''].map(
    async (user) => (await ask(infoRefs(notes), { authorization: basic(user, secret) })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 200, 401]);
});

test.each([
  '/git/acme/..%2f..%2fetc.git/info/refs?service=git-upload-pack',
  '/git/%2e%2e/website.git/info/refs?service=git-upload-pack',
  '/git/acme/%00.git/info/refs?service=git-upload-pack',
  '/git/acme/...git/info/refs?service=git-upload-pack',
  `/git/acme/${'a'.repeat(300)}.git/info/refs?service=git-upload-pack`,
  '/git/ac me/website.git/info/refs?service=git-upload-pack',
])('SN-5: %s is a name that nobody has', async (path) => {
  const { secret } = await app.aToken(member, 'member');
  expect((await sendRaw(path)).status).toBe(401);
  expect(await sendRaw(path, { authorization: basic('x', secret) })).toMatchObject({
    status: 404,
    body: 'Repository not found.\n',
  });
});

test.each(['HEAD', 'config', 'objects/info/packs', 'hooks/pre-receive', '../../etc/passwd', 'info/refs'])(
  'only the smart protocol is spoken: %s is not there, even in a public repository',
  async (path) => {
    expect(await sendRaw(`/git/acme/${website.name}.git/${path}`)).toMatchObject({ status: 404 });
  },
);

test('the case of a name does not matter', async () => {
  expect((await ask(`/git/ACME/${website.name.toUpperCase()}.git/info/refs?service=git-upload-pack`)).status).toBe(200);
});

test('protocol version 2 is spoken to those who ask for it', async () => {
  const answer = await ask(infoRefs(website), { 'git-protocol': 'version=2' });
  expect(answer.headers.get('content-type')).toBe('application/x-git-upload-pack-advertisement');
  expect(await answer.text()).toContain('version 2');
});

test('a fetch with many wants is sent compressed, and understood', async () => {
  // Git compresses what it sends above a kilobyte.
  const names = Array.from({ length: 60 }, (_, index) => `many-${index}`);
  const name = app.aName('clone');
  await git.must(['clone', '--quiet', '--bare', 'work', name]);
  for (const branch of names) {
    // oxlint-disable-next-line no-await-in-loop
    await git
      .must(['commit-tree', '-m', branch, 'main^{tree}'], name)
      .then((id) => git.must(['branch', branch, id.trim()], name));
  }
  await git.must(['push', '--quiet', gitDirectoryOf(app.settings.gitRoot, website.id), ...names], name);
  const traced = await git.run(['clone', urlOf(website), app.aName('clone')], '.', {
    GIT_CURL_VERBOSE: '1',
    GIT_TRACE_CURL: '1',
  });
  expect(traced.code).toBe(0);
  expect(traced.stderr).toMatch(/content-encoding: gzip/i);
});

test('each request asks the database twice: the credential with what its person holds, and the repository', async () => {
  const { secret } = await app.aToken(member, 'member');
  const counted = await app.countStatements();
  await ask(infoRefs(notes), { authorization: basic('x', secret) });
  counted.stop();
  expect(counted.statements).toHaveLength(2);
});

test('TK-9: who leaves the organization is refused on the next use', async () => {
  const leaver = await app.aPerson();
  await app.join(owner, acme, leaver.login);
  const { secret } = await app.aToken(leaver, 'acme');
  await app.decideAll(owner, acme, 'APPROVED');
  expect((await ask(infoRefs(payroll), { authorization: basic('x', secret) })).status).toBe(200);
  await removeOrganizationMember(await app.sessionOf(owner), { organization: 'acme', login: leaver.login });
  expect((await ask(infoRefs(payroll), { authorization: basic('x', secret) })).status).toBe(404);
});

/** Sends the path as it is; `fetch` would tidy it first. */
function sendRaw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.address);
    const request = httpRequest({ hostname, port, path: path.replaceAll(' ', '%20'), headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    });
    request.on('error', reject).end();
  });
}
