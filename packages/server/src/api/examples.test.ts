import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppKey } from '../features/apps/create-app-key.ts';
import { createApp } from '../features/apps/create-app.ts';
import { installApp } from '../features/apps/install-app.ts';
import { issueInstallationToken } from '../features/apps/issue-installation-token.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import { TestApp } from '../testing/test-app.ts';
import { globalId } from './graphql/global-id.ts';

const EXAMPLES = join(import.meta.dirname, '../../../../examples');

let server: TestApp;
let organization: Organization;
let member: User;
let dataDir: string;
let secret: string;

/** What the demonstration has: a bot installed on the organization, its key and ids in files. */
beforeAll(async () => {
  server = await TestApp.open();
  const team = await server.aTeam();
  ({ organization, member } = team);
  dataDir = await mkdtemp(join(tmpdir(), 'countersign-examples-'));
  await mkdir(join(dataDir, 'demo'));
  const now = new Date();
  await server.database.transaction(async (tx) => {
    const owner = { kind: 'ORGANIZATION', id: organization.id, login: organization.login } as const;
    const app = await createApp(tx, { name: 'Review bot', slug: 'review-bot', owner }, now);
    const { privateKey } = await createAppKey(tx, app, now);
    const permissions = { organization_personal_access_token_requests: 'write' } as const;
    const installation = await installApp(
      tx,
      { app, organizationId: organization.id, permissions },
      { actor: commandActor(), now },
    );
    const ids = {
      appId: app.id,
      clientId: app.clientId,
      installationId: installation.id,
      organization: organization.login,
    };
    await writeFile(join(dataDir, 'demo', 'review-bot.json'), JSON.stringify(ids));
    await writeFile(join(dataDir, 'demo', 'review-bot.pem'), privateKey);
    ({ secret } = await issueInstallationToken(tx, { app, installationId: installation.id }, now));
  });
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
  await server.close();
});

type Outcome = { code: number; lines: string[][]; stderr: string };

function run(program: string, args: readonly string[], variables: Record<string, string> = {}): Promise<Outcome> {
  const env = {
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    COUNTERSIGN_URL: server.address,
    DATA_DIR: dataDir,
    ORG: organization.login,
    TOKEN: secret,
    ...variables,
  };
  return new Promise((resolve) => {
    execFile(program, args, { env }, (error, stdout, stderr) => {
      const lines = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('\t'));
      resolve({ code: error ? Number(error.code) : 0, lines, stderr });
    });
  });
}

const examples = {
  'approve-from-shell.sh': (args: readonly string[], variables?: Record<string, string>) =>
    run('sh', [join(EXAMPLES, 'approve-from-shell.sh'), ...args], variables),
  'approve.ts': (args: readonly string[], variables?: Record<string, string>) =>
    run(process.execPath, [join(EXAMPLES, 'approve.ts'), ...args], variables),
};

async function aRequest(reason: string): Promise<{ id: string; name: string }> {
  const { token } = await server.aToken(member, organization.login, { reason });
  const [row] = await server.database.query<{ id: number }[]>('SELECT id FROM token_requests WHERE token_id = $1', [
    token.id,
  ]);
  return { id: String(row!.id), name: token.name };
}
/** As a person gave it, or as GraphQL writes it. */
const idOf = (id: string | number) => expect.toBeOneOf([String(id), globalId('TokenRequest', Number(id))]);
const statusOf = async (id: string) =>
  (await server.database.query<{ status: string }[]>('SELECT status FROM token_requests WHERE id = $1', [id]))[0]!
    .status;

test.each(Object.entries(examples))('%s lists what waits, and approves what is named', async (_name, example) => {
  const [one, other] = [await aRequest('nightly\u001b[31m\nbuild'), await aRequest('release')];

  const listed = await example([]);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.lines).toContainEqual([
    one.id,
    one.name,
    member.login,
    'contents:read metadata:read',
    'nightly [31m build',
  ]);

  const approved = await example([one.id, one.id, '999999']);
  expect(approved.code).toBe(1);
  expect(approved.lines).toEqual([
    ['approved', one.id, `${one.name} (${member.login})`],
    ['failed', idOf(999_999), 'NOT_FOUND: There is no such request.'],
  ]);
  expect([await statusOf(one.id), await statusOf(other.id)]).toEqual(['APPROVED', 'PENDING']);
  expect((await example([one.id])).lines).toEqual([
    ['failed', idOf(one.id), expect.stringMatching(/^ALREADY_DECIDED: /)],
  ]);
});

test.each(Object.entries(examples))('%s approves all that hold a text, page after page', async (name, example) => {
  const others = await aRequest('something else');
  const wanted: string[] = [];
  for (let index = 0; index < 3; index++) {
    // oxlint-disable-next-line no-await-in-loop
    wanted.push((await aRequest(`for ${name}`)).id);
  }
  const outcome = await example(['--matching', `for ${name}`]);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.lines.map(([status, id]) => [status, id])).toEqual(wanted.map((id) => ['approved', id]));
  expect(await statusOf(others.id)).toBe('PENDING');
});

test('more than a hundred are listed and approved in several calls', async () => {
  const ids = await server.manyRequests(organization, member, 230);
  for (const example of Object.values(examples)) {
    const mine = ids.splice(0, 115).map(String);
    // oxlint-disable-next-line no-await-in-loop
    const [listed, outcome] = [await example([]), await example(mine)];
    expect(listed.lines.length).toBeGreaterThanOrEqual(115);
    expect(outcome.lines.filter(([status]) => status === 'approved')).toHaveLength(115);
  }
});

test.each([
  [{ TOKEN: '' }, /set TOKEN to an installation token/],
  [{ TOKEN: 'nonsense' }, /UNAUTHENTICATED: Bad credentials/],
  [{ ORG: 'nowhere' }, /NOT_FOUND/],
  [{ COUNTERSIGN_URL: 'http://127.0.0.1:1' }, /no answer from/],
])('the shell example says what is wrong with %j', async (variables, message) => {
  const outcome = await examples['approve-from-shell.sh']([], variables);
  expect([outcome.code, outcome.lines]).toEqual([2, []]);
  expect(outcome.stderr).toMatch(message);
});

test('without its files the TypeScript example says which it wants', async () => {
  const outcome = await examples['approve.ts']([], { DATA_DIR: '/nowhere' });
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain('review-bot.json');
});
