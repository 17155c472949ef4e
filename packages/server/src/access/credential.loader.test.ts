import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../features/users/user.entity.ts';
import { countStatements } from '../platform/database/database.ts';
import { TestApp } from '../testing/test-app.ts';

const PEOPLE = 20;

let app: TestApp;
let people: { user: User; secret: string; id: number }[];
beforeAll(async () => {
  app = await TestApp.open();
  people = await Promise.all(
    Array.from({ length: PEOPLE }, async () => {
      const user = await app.aPerson();
      const { secret, token } = await app.aClassicToken(user);
      return { user, secret, id: token.id };
    }),
  );
});
afterAll(() => app.close());

const whoIs = async (secret: string) => {
  const answer = await fetch(`${app.address}/api/v3/user`, { headers: { authorization: `Bearer ${secret}` } });
  return answer.status === 200 ? ((await answer.json()) as { login: string }).login : answer.status;
};

test('P-1: requests that arrive together share their look-ups, and each is answered with its own', async () => {
  const secrets = people.flatMap(({ secret }) => [secret, secret]);
  const counter = countStatements(app.database);
  const answers = await Promise.all([...secrets, `${secrets[0]!.slice(0, -1)}x`].map(whoIs));
  counter.stop();
  expect(answers).toEqual([...people.flatMap(({ user: { login } }) => [login, login]), 401]);
  const lookUps = counter.statements.filter((text) => /FROM tokens token|AS asked\(user_id\)/.test(text));
  // Two for each when alone.
  expect(lookUps.length).toBeLessThan(secrets.length);
});

test('EX-1: what was committed before a request counts for it, also while others are looked up', async () => {
  const [revoked, ...others] = people;
  const before = Promise.all(others.map(({ secret }) => whoIs(secret)));
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [revoked!.id]);
  const after = await Promise.all([revoked!, ...others].map(({ secret }) => whoIs(secret)));
  expect(after).toEqual([401, ...others.map(({ user: { login } }) => login)]);
  expect(await before).toEqual(others.map(({ user: { login } }) => login));
});
