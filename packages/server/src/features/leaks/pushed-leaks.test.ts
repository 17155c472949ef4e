import { afterAll, beforeAll, expect, test } from 'vitest';
import { anApp } from '../../testing/an-app.ts';
import { anAppUserToken, aRefreshTokenOf } from '../../testing/app-user.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { anInstalledApp } from '../../testing/installed-app.ts';
import { LeakYard } from '../../testing/leak-yard.ts';

let yard: LeakYard;
beforeAll(async () => {
  yard = await LeakYard.open();
});
afterAll(() => yard.close());

const pushed = { code: 0 };

test('EX-4, EX-10, ML-3: a token in a pushed file is dead when the push returns; its user is mailed and their log says why', async () => {
  const repository = await yard.aRepository();
  const { secret, user, id } = await yard.aSecret();
  const commit = await yard.commit(repository, { 'deploy/.env': `TOKEN=${secret}\n` });

  expect(await yard.push(repository)).toMatchObject(pushed);

  expect(await yard.holds(secret)).toBe(false);
  const place = { repository: `pusher/${repository.name}`, commit };
  expect(await yard.endsOf(user)).toEqual([
    {
      action: 'oauth_access.revoke',
      subject: expect.stringMatching(/^classic-/),
      details: { explanation: 'found in a public repository', ...place },
      actor: null,
    },
  ]);
  const [mail, ...more] = await yard.mailsTo(user);
  expect(more).toEqual([]);
  expect(mail!.text).toContain(`Found in: pusher/${repository.name}`);
  expect(mail!.text).toContain(`Commit: ${commit}`);
  expect(mail!.html).toContain(`href="http://countersign.test/settings/tokens/${id}"`);
  expect(await dumpOf(yard.app.database)).not.toContain(secret);
  expect(await yard.scans()).toEqual([]);
});

test('EX-4, ML-3: the tokens of an App that acts for a person are dead when the push returns; the person is told in their language', async () => {
  const { app } = yard;
  const repository = await yard.aRepository();
  const user = await app.aPerson();
  await app.database.query(`UPDATE users SET locale = 'ko' WHERE id = $1`, [user.id]);
  const { app: bot } = await anApp(app, await app.anOrganization(user));
  const [pushedOne, other] = [await anAppUserToken(app, user.id, bot.id), await anAppUserToken(app, user.id, bot.id)];
  const refresh = await aRefreshTokenOf(app, pushedOne.token);
  const commit = await yard.commit(repository, { '.env': `A=${pushedOne.secret}\nR=${refresh.secret}\n` });

  expect(await yard.push(repository)).toMatchObject(pushed);

  expect([await yard.holds(pushedOne.secret), await yard.holds(other.secret)]).toEqual([false, true]);
  const details = { explanation: 'found in a public repository', commit };
  const entry = { action: 'oauth_access.revoke', subject: bot.name, details };
  expect(await yard.endsOf(user)).toMatchObject([entry, entry]);
  const mails = await yard.mailsTo(user, '조치 필요%');
  expect(mails).toHaveLength(2);
  expect(mails[0]!.subject).toBe(`조치 필요: "${bot.name}" 앱의 토큰이 취소되었습니다`);
  expect(mails[0]!.html).toContain('href="http://countersign.test/settings/applications"');
});

test('EX-4: a fine-grained token goes with its grant and what it asked for', async () => {
  const repository = await yard.aRepository();
  const { owner, member, organization } = await yard.app.aTeam();
  const granted = await yard.app.aToken(member, organization.login);
  await yard.app.decideAll(owner, organization, 'APPROVED');
  const waiting = await yard.app.aToken(member, organization.login);
  await yard.commit(repository, { 'notes.md': `${granted.secret} and ${waiting.secret}` });

  expect(await yard.push(repository)).toMatchObject(pushed);

  expect(await Promise.all([granted.secret, waiting.secret].map((secret) => yard.holds(secret)))).toEqual([
    false,
    false,
  ]);
  const [grant] = await yard.app.database.query('SELECT end_cause AS cause FROM token_grants WHERE token_id = $1', [
    granted.token.id,
  ]);
  const [request] = await yard.app.database.query('SELECT status FROM token_requests WHERE token_id = $1', [
    waiting.token.id,
  ]);
  expect([grant.cause, request.status]).toEqual(['TOKEN_REVOKED', 'CANCELLED']);
  expect(await yard.endsOf(member)).toMatchObject([
    { action: 'personal_access_token.credential_revoked' },
    { action: 'personal_access_token.credential_revoked' },
  ]);
  expect(await yard.mailsTo(member)).toHaveLength(2);
});

test.each([
  ['the message of a commit', async (repository, secret) => void (await yard.commit(repository, {}, `Use ${secret}`))],
  [
    'the name of a file',
    async (repository, secret) => void (await yard.commit(repository, { [`keys/${secret}`]: '' })),
  ],
  [
    'the name that a file was given later',
    async (repository, secret) => {
      await yard.commit(repository, { plain: 'the same content' });
      await yard.push(repository);
      await yard.git.must(['mv', 'plain', `${secret}.txt`], repository.name);
      await yard.commit(repository, {});
    },
  ],
  [
    'a file that was renamed on the way',
    async (repository, secret) => {
      await yard.commit(repository, { before: secret });
      await yard.git.must(['mv', 'before', 'after'], repository.name);
      await yard.commit(repository, {});
    },
  ],
  [
    'a file that a later commit took away',
    async (repository, secret) => {
      await yard.commit(repository, { secret });
      await yard.git.must(['rm', '--quiet', 'secret'], repository.name);
      await yard.commit(repository, {});
      for (let depth = 0; depth < 10; depth++) {
        // oxlint-disable-next-line no-await-in-loop -- one commit after the other
        await yard.commit(repository, { readme: `line ${depth}` });
      }
    },
  ],
  [
    'the midst of a file of two megabytes',
    async (repository, secret) => {
      const content = Buffer.alloc(2 ** 21, 'x');
      content.write(secret, 2 ** 20, 'latin1');
      await yard.commit(repository, { large: content });
    },
  ],
  [
    'text that is escaped',
    async (repository, secret) => void (await yard.commit(repository, { 'a.json': `"a\\n${secret}b"` })),
  ],
] as [string, (repository: Awaited<ReturnType<LeakYard['aRepository']>>, secret: string) => Promise<void>][])(
  'EX-4: found in %s',
  async (_, leak) => {
    const repository = await yard.aRepository();
    const { secret } = await yard.aSecret();
    await leak(repository, secret);
    expect(await yard.push(repository)).toMatchObject(pushed);
    expect(await yard.holds(secret)).toBe(false);
  },
);

test('EX-4: found on a second branch, in the message of a tag, and in what is forced over other history', async () => {
  const repository = await yard.aRepository();
  const [branch, tag, forced] = [await yard.aSecret(), await yard.aSecret(), await yard.aSecret()];
  await yard.commit(repository, { readme: 'hello' });
  await yard.git.must(['checkout', '--quiet', '-b', 'other'], repository.name);
  await yard.commit(repository, { other: branch.secret });
  await yard.git.must(['tag', '-a', 'v1', '-m', tag.secret, 'main'], repository.name);
  expect(await yard.push(repository, ['main', 'other', 'v1'])).toMatchObject(pushed);
  expect([await yard.holds(branch.secret), await yard.holds(tag.secret)]).toEqual([false, false]);

  await yard.git.must(['checkout', '--quiet', '--orphan', 'again'], repository.name);
  await yard.commit(repository, { readme: forced.secret });
  expect(await yard.push(repository, ['+again:main'])).toMatchObject(pushed);
  expect(await yard.holds(forced.secret)).toBe(false);
});

test('EX-4: found in what tags lead to without a commit, in one push of several refs, beside a submodule that nobody here has', async () => {
  const repository = await yard.aRepository();
  const git = (...args: string[]) => yard.git.must(args, repository.name);
  const leaks = await Promise.all([1, 2, 3, 4].map(() => yard.aSecret()));
  const [inFile, behindTags, inTree, beside] = leaks.map(({ secret }) => secret) as [string, string, string, string];
  await yard.commit(repository, { one: inFile, two: behindTags });
  const blobOf = async (path: string) => (await git('rev-parse', `HEAD:${path}`)).trim();
  await git('tag', 'file', await blobOf('one'));
  await git('tag', '-a', 'inner', '-m', 'inner', await blobOf('two'));
  await git('tag', '-a', 'outer', '-m', 'outer', 'inner');
  await yard.commit(repository, { three: inTree });
  await git('tag', 'tree', 'HEAD^{tree}');
  await git('checkout', '--quiet', '--orphan', 'other');
  await git('rm', '--quiet', '-rf', '.');
  await git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
  await yard.commit(repository, { four: beside });

  const pushes = [['--atomic', 'file', 'outer'], ['tree'], ['other:main']];
  // oxlint-disable-next-line no-await-in-loop -- one push after the other
  for (const refs of pushes) expect(await yard.push(repository, refs)).toMatchObject(pushed);

  expect(await Promise.all(leaks.map(({ secret }) => yard.holds(secret)))).toEqual([false, false, false, false]);
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: a token that leaks itself pushes, and is dead afterwards', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret(yard.pusher);
  await yard.commit(repository, { secret });
  expect(await yard.push(repository, ['main'], secret)).toMatchObject(pushed);
  const again = await yard.push(repository, ['main:again'], secret);
  expect(again.code).not.toBe(0);
  expect(await yard.push(repository, ['main:again'])).toMatchObject(pushed);
});

test('EX-4: the token of an installation is dead too, and the organization’s log says so', async () => {
  const repository = await yard.aRepository();
  const { organization } = await yard.app.aTeam();
  const { app, installationId, token } = await anInstalledApp(yard.app, organization);
  const secret = await token();
  const listed = () =>
    fetch(`${yard.app.address}/api/v3/installation/repositories`, { headers: { authorization: `token ${secret}` } });
  expect((await listed()).status).toBe(200);
  const commit = await yard.commit(repository, { secret });

  expect(await yard.push(repository)).toMatchObject(pushed);

  expect((await listed()).status).toBe(401);
  const entries = await yard.app.database.query(
    `SELECT subject_type AS type, subject, details FROM audit_entries
      WHERE organization_id = $1 AND action = 'integration_installation.credential_revoked'`,
    [organization.id],
  );
  const details = { installation_id: installationId, token_id: expect.any(Number), commit };
  expect(entries).toMatchObject([{ type: 'app', subject: app.slug, details }]);
});

test('EX-4: what is private is not looked at', async () => {
  const repository = await yard.aRepository('PRIVATE');
  const { secret, user } = await yard.aSecret();
  await yard.commit(repository, { secret });
  expect(await yard.push(repository)).toMatchObject(pushed);
  await yard.app.jobsDone();
  expect(await yard.holds(secret)).toBe(true);
  expect(await yard.mailsTo(user)).toEqual([]);
});

test('EX-4: only what a push brings is looked at: what was there before, and what goes, is not', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  await yard.commit(repository, { secret });
  // Past the door, as if it had been there since before there was a scan.
  await yard.git.must(['push', '--quiet', yard.directoryOf(repository), 'main', 'main:old'], repository.name);
  await yard.commit(repository, { readme: 'more' });

  expect(await yard.push(repository)).toMatchObject(pushed);
  expect(await yard.push(repository, ['main:again'])).toMatchObject(pushed);
  expect(await yard.push(repository, [':old'])).toMatchObject(pushed);

  expect(await yard.holds(secret)).toBe(true);
  expect(await yard.scans()).toEqual([]);
});

test('TK-3, EX-1: what fails the checksum, and what has ended already, changes nothing', async () => {
  const repository = await yard.aRepository();
  const expired = await yard.aSecret();
  const deleted = await yard.aSecret();
  await yard.app.database.query("UPDATE tokens SET expires_at = issued_at + interval '1 ms' WHERE id = $1", [
    expired.id,
  ]);
  await yard.app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [deleted.id]);
  const wrong = (await yard.aSecret()).secret.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  await yard.commit(repository, { ended: expired.secret + deleted.secret, wrong });

  expect(await yard.push(repository)).toMatchObject(pushed);

  for (const { user } of [expired, deleted]) {
    // oxlint-disable-next-line no-await-in-loop -- two people, one after the other
    expect([await yard.endsOf(user), await yard.mailsTo(user)]).toEqual([[], []]);
  }
});

test('EX-4: a push that git refuses brings nothing, and leaves no scan behind', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  await yard.commit(repository, { secret });
  const refused = await yard.push(repository, ['main:refs/heads/bad..name']);
  const refusedByServer = await yard.push(repository, ['main:refs/odd']);
  expect([refused.code, refusedByServer.code]).not.toContain(0);
  await yard.app.jobsDone();
  expect(await yard.scans()).toEqual([]);
});

test('EX-4: the same token, pushed to two repositories at once: one entry, one mail', async () => {
  const repositories = [await yard.aRepository(), await yard.aRepository(), await yard.aRepository()];
  const { secret, user } = await yard.aSecret();
  await Promise.all(repositories.map((repository) => yard.commit(repository, { secret })));
  const outcomes = await Promise.all(repositories.map((repository) => yard.push(repository)));
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await yard.endsOf(user)).toHaveLength(1);
  expect(await yard.mailsTo(user)).toHaveLength(1);
});

test('EX-4: refs that replace objects hide nothing', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const clean = await yard.commit(repository, { readme: 'clean' });
  await yard.git.must(['checkout', '--quiet', '--orphan', 'leak'], repository.name);
  const leak = await yard.commit(repository, { secret });
  await yard.git.must(['push', '--quiet', yard.directoryOf(repository), 'main'], repository.name);
  const place = yard.directoryOf(repository);
  await yard.git.must(['--git-dir', place, 'update-ref', `refs/replace/${leak}`, clean]);
  expect(await yard.push(repository, ['leak'])).toMatchObject(pushed);
  expect(await yard.holds(secret)).toBe(false);
});
