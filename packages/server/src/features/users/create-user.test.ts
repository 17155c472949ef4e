import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { commandActor } from '../audit-log/record-audit.ts';
import { createUser } from './create-user.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const entriesOf = (login: string) =>
  app.database.query(
    `SELECT action, actor_login AS actor, credential_kind AS kind, details FROM audit_entries
      WHERE user_id = (SELECT id FROM users WHERE login = $1)`,
    [login],
  );
const input = (login: string) => ({ login, email: `${login}@example.test`, password: 'correct horse' });

test('AU-1: a person who is made finds that in their security log, with who made them', async () => {
  await app.database.transaction((tx) => createUser(tx, input('by-command'), new Date()));
  await app.database.transaction((tx) => createUser(tx, input('by-somebody'), new Date(), commandActor('operator')));

  expect(await entriesOf('by-command')).toEqual([{ action: 'user.create', actor: null, kind: 'COMMAND', details: {} }]);
  expect(await entriesOf('by-somebody')).toMatchObject([{ action: 'user.create', actor: 'operator' }]);
});

test.each([
  ['a name', { login: 'under_score' }, 'login'],
  ['an address', { email: 'nowhere' }, 'email'],
  ['a password of 7 characters', { password: '1234567' }, 'password'],
])('%s that is none is INVALID, and nobody is made', async (_, bad, field) => {
  const login = app.aName('nobody');
  const making = app.database.transaction((tx) => createUser(tx, { ...input(login), ...bad }, new Date()));
  await expect(making).rejects.toMatchObject({ code: 'INVALID', details: { fields: { [field]: expect.any(String) } } });
  expect(await app.database.query('SELECT FROM users WHERE login = $1', [login])).toEqual([]);
});
