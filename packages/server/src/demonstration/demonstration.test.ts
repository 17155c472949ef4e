import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealAll } from '../features/audit-log/seal-audit-log.ts';
import { verifyAuditLog } from '../features/audit-log/verify-audit-log.ts';
import { GitClient } from '../testing/git-client.ts';
import { TestApp } from '../testing/test-app.ts';
import { type Demonstration, isDemonstrationReady, prepareDemonstration } from './demonstration.ts';
import { PEOPLE, REPOSITORIES } from './people.ts';

let app: TestApp;
let dataDir: string;
let demonstration: Demonstration;

const prepare = (of: TestApp, password: string | null = null) =>
  prepareDemonstration(of.database, { settings: of.settings, dataDir, password });

const signIn = (of: TestApp, login: string, password: string) =>
  fetch(`${of.address}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-countersign-csrf': '1' },
    body: JSON.stringify({ login, password }),
  });

const count = async (sql: string) => {
  const [row] = await app.database.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${sql}`);
  return row!.count;
};
const PENDING = `token_requests JOIN organizations ON organizations.id = organization_id AND organizations.login = 'acme'
  JOIN users ON users.id = requester_id JOIN tokens ON tokens.id = token_id WHERE status = 'PENDING'`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'countersign-demonstration-'));
  app = await TestApp.open({ demo: true });
  demonstration = await prepare(app);
});

afterAll(async () => {
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('what waits, what was decided and what is granted is there to be looked at', async () => {
  expect(await count(`${PENDING} AND (tokens.expires_at IS NULL OR tokens.expires_at > now())`)).toBeGreaterThanOrEqual(
    12,
  );
  expect(await count(`${PENDING} AND users.login = 'member'`)).toBeGreaterThanOrEqual(3);
  expect(await count(`${PENDING} AND token_requests.repository_selection = 'SUBSET'`)).toBeGreaterThanOrEqual(3);
  for (const status of ['APPROVED', 'DENIED', 'CANCELLED'])
    // oxlint-disable-next-line no-await-in-loop
    expect(await count(`token_requests WHERE status = '${status}'`)).toBeGreaterThan(0);
  const live = await count('token_grants WHERE ended_at IS NULL');
  expect(live).toBeGreaterThan(3);
  expect(live).toBeLessThan(30);
  expect(await count(`tokens JOIN users ON users.id = user_id WHERE users.login = 'member'`)).toBeLessThan(20);
  expect(await count('users WHERE NOT is_demonstration')).toBe(0);
  expect(await count('email_addresses WHERE verified_at IS NULL')).toBe(0);
  expect(
    await count(`organizations WHERE login = 'globex' AND approval = 'NOT_REQUIRED' AND enterprise_id IS NULL`),
  ).toBe(1);
});

test('a member and an owner have a classic token each, that no organization was asked for', async () => {
  const owned = (login: string) =>
    count(
      `tokens JOIN users ON users.id = user_id
        WHERE users.login = '${login}' AND kind = 'CLASSIC' AND scopes @> '{repo,read:org}' AND (expires_at IS NULL OR expires_at > now())`,
    );
  expect([await owned('member'), await owned('owner')]).toEqual([1, 1]);
  expect(await count(`token_requests JOIN tokens ON tokens.id = token_id WHERE kind = 'CLASSIC'`)).toBe(0);
});

test('nobody is mailed about what was decided in the past', async () => {
  expect(await count('graphile_worker.jobs')).toBe(0);
});

test('every account signs in with the password that was printed', async () => {
  const answers = await Promise.all(PEOPLE.map(({ login }) => signIn(app, login, demonstration.password)));
  expect(answers.map(({ status }) => status)).toEqual(PEOPLE.map(() => 204));
});

test('every repository is a real one, with commits', async () => {
  const git = await GitClient.create();
  const rows: { id: number }[] = await app.database.query('SELECT id FROM repositories');
  expect(rows).toHaveLength(REPOSITORIES.length);
  const histories = await Promise.all(
    rows.map(({ id }) => git.must([`--git-dir=${app.settings.gitRoot}/${id}.git`, 'log', '--format=%s', 'main'])),
  );
  for (const history of histories) expect(history).toMatch(/^Add the first files\nBegin \S+\n$/);
  await git.remove();
});

test('the App of scripts has its key and ids in files that others on the machine cannot read', async () => {
  const folder = join(dataDir, 'demo');
  const ids: unknown = JSON.parse(await readFile(join(folder, 'review-bot.json'), 'utf8'));
  expect(ids).toEqual({ ...demonstration.reviewBot, organization: 'acme' });
  expect(await readFile(join(folder, 'review-bot.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY');
  for (const name of ['review-bot.pem', 'password'])
    // oxlint-disable-next-line no-await-in-loop
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
});

test('a second start makes nothing twice and keeps the password; another password ends the old one and its sessions', async () => {
  const before = await count('audit_entries');
  expect(await prepare(app)).toEqual(demonstration);
  expect(await count('audit_entries')).toBe(before);
  expect(await isDemonstrationReady(app.database, dataDir)).toBe(true);

  await prepare(app, 'another');
  expect(await count('sessions')).toBe(0);
  expect((await signIn(app, 'owner', demonstration.password)).status).toBe(401);
  expect((await signIn(app, 'owner', 'another')).status).toBe(204);
});

test('SN-1: a start ends the sessions of the one account whose password was changed meanwhile, and of no other', async () => {
  await prepare(app, 'another');
  expect((await signIn(app, 'member', 'another')).status).toBe(204);
  const before = await count('sessions');
  expect((await signIn(app, 'outsider', 'another')).status).toBe(204);
  await app.database.query(
    `UPDATE users SET password_hash = (SELECT password_hash || 'x' FROM users WHERE login = 'outsider') WHERE login = 'outsider'`,
  );

  await prepare(app, 'another');

  expect(await count('sessions')).toBe(before);
  expect((await signIn(app, 'outsider', 'another')).status).toBe(204);
});

test('a seeding that fails half-way leaves no rows, and the next start makes all', async () => {
  const other = await TestApp.open({ demo: true });
  const folder = await mkdtemp(join(tmpdir(), 'countersign-demonstration-'));
  // Where the folder of the App's key should be made stands a file.
  await writeFile(join(folder, 'demo'), '');
  const start = () =>
    prepareDemonstration(other.database, { settings: other.settings, dataDir: folder, password: 'p' });
  await expect(start()).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(await other.database.query('SELECT login FROM logins')).toEqual([]);

  await rm(join(folder, 'demo'));
  await start();
  expect((await signIn(other, 'member', 'p')).status).toBe(204);
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

test('SN-6: demonstration accounts do not sign in when demonstration mode is off', async () => {
  const off = await TestApp.open({ demo: false });
  await prepare(off, 'correct horse');
  expect((await signIn(off, 'owner', 'correct horse')).status).toBe(401);
  await off.close();
});

test('AU-3: the past that is made up stands in logs that are whole', async () => {
  await sealAll(app.database);
  const verify = () => app.database.transaction('REPEATABLE READ', (tx) => verifyAuditLog(tx));
  await expect.poll(async () => (await verify()).unsealed.count, { timeout: 5_000 }).toBe(0);
  const { entries, breaks } = await verify();
  expect(entries).toBeGreaterThan(50);
  expect(breaks).toEqual([]);
  expect(await count('tokens WHERE last_used_at IS NOT NULL AND last_used_door IS NULL')).toBe(0);
});
