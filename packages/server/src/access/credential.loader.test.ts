import { afterAll, beforeAll, expect, test } from 'vitest';
import type { User } from '../features/users/user.entity.ts';
import { TestApp } from '../testing/test-app.ts';
import { credentialsOf } from './credential.loader.ts';
import { hexHashOf } from './secrets.ts';

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

test('P-1: look-ups that are asked for together share a statement, and each gets its own', async () => {
  const credentials = credentialsOf(app.database);
  const hashes = people.map(({ secret }) => hexHashOf(secret));
  const counted = await app.countStatements();
  const [found, unknown] = await Promise.all([
    Promise.all([...hashes, ...hashes].map((hash) => credentials.load(hash))),
    credentials.load('00'),
  ]);
  counted.stop();
  expect(found.map((row) => row?.id)).toEqual([...people, ...people].map(({ id }) => id));
  expect(unknown).toBeNull();
  expect(found.map((row) => row?.holdings.size)).toEqual([...people, ...people].map(() => 0));
  expect(counted.statements).toHaveLength(1);
});

test('P-1: what is asked for while a statement is under way goes with the next, and nobody is left waiting', async () => {
  const credentials = credentialsOf(app.database);
  const hashes = people.map(({ secret }) => hexHashOf(secret));
  const counted = await app.countStatements();
  const found = await Promise.all(
    hashes.map(async (hash, turn) => {
      // oxlint-disable-next-line no-await-in-loop -- one turn of the loop after the other
      for (let passed = 0; passed < turn; passed++) await new Promise(setImmediate);
      return credentials.load(hash);
    }),
  );
  counted.stop();
  expect(found.map((row) => row?.id)).toEqual(people.map(({ id }) => id));
  expect(counted.statements.length).toBeLessThan(PEOPLE / 2);
});

test('requests at the same moment are each answered with their own', async () => {
  const secrets = people.flatMap(({ secret }) => [secret, secret]);
  const answers = await Promise.all([...secrets, `${secrets[0]!.slice(0, -1)}x`].map(whoIs));
  expect(answers).toEqual([...people.flatMap(({ user: { login } }) => [login, login]), 401]);
});

test('EX-1: what was committed before a request counts for it, also while others are looked up', async () => {
  const [revoked, ...others] = people;
  const before = Promise.all(others.map(({ secret }) => whoIs(secret)));
  await app.database.query('UPDATE tokens SET revoked_at = now() WHERE id = $1', [revoked!.id]);
  const after = await Promise.all([revoked!, ...others].map(({ secret }) => whoIs(secret)));
  expect(after).toEqual([401, ...others.map(({ user: { login } }) => login)]);
  expect(await before).toEqual(others.map(({ user: { login } }) => login));
});
