import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../testing/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

test('GT-3: to a token for oneself the organizations of its person are not there, by name and by id', async () => {
  const { member, organization } = await app.aTeam();
  const { secret } = await app.aToken(member, member.login, { permissions: {}, repositorySelection: 'NONE' });
  const id = (await app.as(member, `{ organization(login: "${organization.login}") { id } }`)).data.organization.id;

  const byName = await app.as(secret, `{ organization(login: "${organization.login}") { login } }`);
  const byId = await app.as(secret, `{ node(id: "${id}") { id } }`);

  expect(byName.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect(byId.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('SN-6: a session and a token of a demonstration account do not hold where demonstration mode is off', async () => {
  const person = await app.aPerson();
  const { secret } = await app.aToken(person, person.login);
  expect((await app.as(person, '{ viewer { login } }')).status).toBe(200);
  await app.database.query('UPDATE users SET is_demonstration = true WHERE id = $1', [person.id]);

  expect((await app.as(person, '{ viewer { login } }')).status).toBe(401);
  expect((await app.as(secret, '{ viewer { login } }')).status).toBe(401);
});
