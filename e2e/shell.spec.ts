import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, run, test } from './fixtures.ts';
import { COMMAND } from './server.ts';

const SCRIPT = join(import.meta.dirname, '../examples/approve-from-shell.sh');

test('an App approves from a shell script, with a token of the command line', async ({ as, ask, clone, server }) => {
  const secret = await ask(await as('member2'), { name: 'from-the-shell', reason: 'Cellar 7' });
  const demo = join(server.dataDir, 'demo');
  const { appId, organization } = JSON.parse(await readFile(join(demo, 'review-bot.json'), 'utf8')) as {
    appId: number;
    organization: string;
  };
  const key = join(demo, 'review-bot.pem');

  const which = ['--app', String(appId), '--key', key, '--org', organization, '--url', server.url];
  const token = await run(process.execPath, [COMMAND, 'app', 'token', ...which], {});
  expect(token).toEqual({ code: 0, stdout: expect.stringMatching(/^css_[0-9A-Za-z]{36}\n$/), stderr: '' });

  const variables = { COUNTERSIGN_URL: server.url, ORG: organization, TOKEN: token.stdout.trim() };
  const list = await run('sh', [SCRIPT], variables);
  expect(list.stdout).toMatch(/^\d+\tfrom-the-shell\tmember2\t.*contents:read.*\tCellar 7$/m);
  expect((await clone('acme/payroll', secret)).code).not.toBe(0);

  const approved = await run('sh', [SCRIPT, '--matching', 'Cellar 7'], variables);
  expect(approved).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^approved\t\d+\tfrom-the-shell \(member2\)\n$/),
  });
  expect((await clone('acme/payroll', secret)).code).toBe(0);

  await expect
    .poll(() => server.mail.to('member2', '"from-the-shell" was approved').map(({ subject }) => subject))
    .toEqual(['[acme] Your token "from-the-shell" was approved']);
});

test("a personal token, an owner's too, approves nothing", async ({ as, ask, server }) => {
  const secret = await ask(await as('owner'), {
    name: 'owners-own',
    permissions: { members: 'READ', contents: 'WRITE' },
  });
  const refused = await run('sh', [SCRIPT], { COUNTERSIGN_URL: server.url, ORG: 'acme', TOKEN: secret });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('FORBIDDEN');
});

test('the command says in one line what is wrong', async ({ server }) => {
  const args = ['--app', '1', '--key', '/nowhere.pem', '--org', 'acme', '--url', server.url];
  expect(await run(process.execPath, [COMMAND, 'app', 'token', ...args], {})).toEqual({
    code: 1,
    stdout: '',
    stderr: 'countersign: Cannot read /nowhere.pem: ENOENT\n',
  });
});
