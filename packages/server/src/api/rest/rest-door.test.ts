import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { createRateLimits } from '../rate-limits.ts';
import { operation } from './operation.ts';
import { openRestDoor, type RestRoutes } from './rest-door.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`${app.address}/api/v3${path}`, init);
const open = (feature: RestRoutes) => {
  const { database, settings } = app;
  const rateLimits = createRateLimits({ rateLimit: 0, rateLimitAnonymous: 0 });
  return openRestDoor({ app: Fastify(), database, settings, rateLimits, clock: () => new Date() }, [feature]);
};

test('an operation that declares no access keeps the server from starting', async () => {
  const undeclared: RestRoutes = ({ app }) => void app.get('/secrets', async () => ({}));
  await expect(open(undeclared)).rejects.toThrow('GET /api/v3/secrets does not declare the access it needs');
  const declared: RestRoutes = (door) =>
    operation(door, { method: 'GET', path: '/issues', needs: 'issues:read', answer: async () => ({}) });
  await expect(open(declared)).resolves.toBeUndefined();
});

test('every answer tells its id, its kind, its version, and what the operation needs', async () => {
  const { headers } = await ask('/orgs/acme/repos');
  expect(headers.get('x-github-request-id')).toBeTruthy();
  expect(headers.get('x-github-media-type')).toBe('github.v3; format=json');
  expect(headers.get('x-github-api-version-selected')).toBe('2022-11-28');
  expect(headers.get('x-accepted-github-permissions')).toBe('metadata=read');
  expect(Math.abs(Date.parse(headers.get('date')!) - Date.now())).toBeLessThan(5_000);
});

test('a version is chosen by its date; one that is not known is a bad request', async () => {
  const version = (date: string) => ask('/user', { headers: { 'x-github-api-version': date } });
  expect((await version('2026-03-10')).headers.get('x-github-api-version-selected')).toBe('2026-03-10');
  expect((await version('2020-01-01')).status).toBe(400);
});

test.each(['/nothing/here', '/repos', '/user/'])(
  '%s is no operation: Not Found, with the status as a string',
  async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      message: 'Not Found',
      documentation_url: 'https://docs.github.com/rest',
      status: '404',
    });
  },
);

const post = (body: string, contentType?: string) =>
  ask('/app/installations/1/access_tokens', {
    method: 'POST',
    body,
    headers: contentType ? { 'content-type': contentType } : {},
  });

test.each([
  ['{"a":', 400, 'Problems parsing JSON'],
  ['[1]', 400, 'Body should be a JSON object'],
  ['"text"', 400, 'Body should be a JSON object'],
  ['', 401, 'Requires authentication'],
  ['{}', 401, 'Requires authentication'],
])('the body %j is answered %i, %s', async (body, status, message) => {
  const answers = await Promise.all(['application/json', 'text/plain', undefined].map((type) => post(body, type)));
  const seen = await Promise.all(
    answers.map(async (answer) => [answer.status, ((await answer.json()) as { message: string }).message]),
  );
  expect(seen).toEqual(answers.map(() => [status, message]));
});

test('a body of 5 MB is refused', async () => {
  expect((await post(`{"a":"${'x'.repeat(5_000_000)}"}`, 'application/json')).status).toBe(413);
});

test('names that no database can hold are Not Found', async () => {
  const person = await app.aPerson();
  const { secret } = await app.aToken(person, person.login);
  const answer = await ask('/repos/a%00b/c', { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(404);
});
