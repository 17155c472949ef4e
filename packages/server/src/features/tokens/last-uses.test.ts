import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { createLog } from '../../platform/telemetry/log.ts';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { startLastUses } from './last-uses.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const lastUse = async ({ id }: { id: number }) =>
  (await app.database.query('SELECT last_used_at AS at, last_used_door AS door FROM tokens WHERE id = $1', [id]))[0];
const viaRest = (secret: string, path = '/api/v3/user') =>
  fetch(app.address + path, { headers: { authorization: `Bearer ${secret}` } });

test('TK-13: each door tells when a token was used and where; its person reads it', async () => {
  const begin = new Date('2027-01-01T10:00:00.000Z');
  app.now = begin;
  const person = await app.aPerson();
  const { name } = await app.aRepository(person, person.login, 'PRIVATE');
  const { token, secret } = await app.aToken(person, person.login);
  const git = await GitClient.create();
  const url = app.address.replace('://', `://x:${secret}@`);
  const doors: [door: string, use: () => Promise<unknown>][] = [
    ['REST', () => viaRest(secret)],
    ['GIT', () => git.must(['ls-remote', `${url}/git/${person.login}/${name}.git`])],
    ['GRAPHQL', () => app.as(secret, '{ viewer { login } }')],
  ];
  expect(await lastUse(token)).toEqual({ at: null, door: null });
  for (const [minute, [door, use]] of doors.entries()) {
    // oxlint-disable no-await-in-loop -- one use after the other
    app.now = new Date(begin.getTime() + minute * 60_000);
    await use();
    await app.lastUses.write();
    expect(await lastUse(token)).toEqual({ at: app.now, door });
    // oxlint-enable no-await-in-loop
  }
  const MINE = `query ($id: Int!) { viewer { personalAccessToken(databaseId: $id) { lastUsedAt lastUsedThrough } } }`;
  const { data } = await app.as(person, MINE, { id: token.id });
  expect(data.viewer.personalAccessToken).toEqual({ lastUsedAt: app.now.toISOString(), lastUsedThrough: 'GRAPHQL' });
  await git.remove();
  app.now = null;
});

test('TK-13: a token that holds is used, whatever it is refused; one that does not hold is not', async () => {
  const { member, organization } = await app.aTeam();
  const { token, secret } = await app.aToken(member, organization.login);
  const { token: deleted, secret: dead } = await app.aToken(member, member.login);
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [deleted.id]);
  expect((await viaRest(dead)).status).toBe(401);
  expect((await viaRest(secret, `/api/v3/repos/${organization.login}/nothing`)).status).toBe(404);
  await app.lastUses.write();
  expect(await lastUse(token)).toMatchObject({ door: 'REST' });
  expect(await lastUse(deleted)).toEqual({ at: null, door: null });
});

test('TK-13: requests write nothing; a thousand uses are one statement, written when the process ends too', async () => {
  const person = await app.aPerson();
  const tokens = [await app.aToken(person, person.login), await app.aToken(person, person.login)];
  const counter = await app.countStatements();
  await Promise.all(tokens.map(({ secret }) => viaRest(secret)));
  expect(counter.statements.filter((sql) => /UPDATE.* tokens/s.test(sql))).toEqual([]);

  const uses = startLastUses(app.database, createLog('silent'));
  const note = uses.through('GIT');
  const at = new Date('2027-05-01T10:00:00.000Z');
  for (let use = 0; use < 1_000; use++) for (const { token } of tokens) note(token.id, at);
  counter.statements.length = 0;
  await uses.stop();
  counter.stop();
  expect(counter.statements.filter((sql) => sql.includes('last_used_at'))).toHaveLength(1);
  expect(await Promise.all(tokens.map(({ token }) => lastUse(token)))).toEqual([
    { at, door: 'GIT' },
    { at, door: 'GIT' },
  ]);
});

test('TK-13: of several processes the latest use stays, in whatever order they write, at the same moment too', async () => {
  const person = await app.aPerson();
  const ids = (await Promise.all(Array.from({ length: 20 }, () => app.aToken(person, person.login)))).map(
    ({ token }) => token.id,
  );
  const later = new Date('2027-06-01T10:00:01.000Z');
  const processes = Array.from({ length: 6 }, () => startLastUses(app.database, createLog('silent')));
  for (const [number, { through }] of processes.entries()) {
    const note = through(number === 2 ? 'REST' : 'GIT');
    const order = number % 2 ? ids : ids.toReversed();
    for (const id of order) note(id, number === 2 ? later : new Date(later.getTime() - 1_000 * (number + 1)));
  }
  await Promise.all(processes.map((one) => one.stop()));
  const rows = await app.database.query(
    'SELECT DISTINCT last_used_at AS at, last_used_door AS door FROM tokens WHERE id = ANY($1)',
    [ids],
  );
  expect(rows).toEqual([{ at: later, door: 'REST' }]);
});

test('TK-13: while the database is away uses are kept, and no more of them than there is room for', async () => {
  const person = await app.aPerson();
  const { token } = await app.aToken(person, person.login);
  let isAway = true;
  const written: number[] = [];
  const query = async (sql: string, parameters: unknown[]) => {
    if (isAway) throw new Error('Connection terminated');
    written.push((parameters[0] as number[]).length);
    return app.database.query(sql, parameters);
  };
  const uses = startLastUses({ manager: { query } } as unknown as Database, createLog('silent'));
  const note = uses.through('GRAPHQL');
  const at = new Date('2027-07-01T10:00:00.000Z');
  for (let id = 1_000_000; id < 1_070_000; id++) note(id, at);
  note(token.id, at);
  await uses.write();
  isAway = false;
  await uses.stop();
  expect(written).toEqual([50_000]);
  expect(await lastUse(token)).toEqual({ at, door: 'GRAPHQL' });
});
