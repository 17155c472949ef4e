import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import { createRepository } from '../../features/repositories/create-repository.ts';
import type { User } from '../../features/users/user.entity.ts';
import { ResourceServer } from '../../testing/resource-server.ts';
import { TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  await createRepository(await app.sessionOf(owner), { owner: 'acme', name: 'website', visibility: 'PUBLIC' });
  await createRepository(await app.sessionOf(owner), { owner: 'acme', name: 'payroll', visibility: 'PRIVATE' });
});
afterAll(() => app.close());

const question = (repository = 'payroll', permission = 'contents:read') =>
  `?${new URLSearchParams({ owner: 'acme', repository, permission }).toString()}`;
type Init = { method?: string; headers?: Record<string, string>; body?: string };
const ask = (query: string, secret: string | null, init: Init = {}) => {
  const authorization: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };
  return fetch(`${app.address}/gate${query}`, { ...init, headers: { ...authorization, ...init.headers } });
};
const told = ({ headers }: Response, what: string) => headers.get(`x-countersign-${what}`);

/** A token of `member` for acme that an owner approved. */
async function anApprovedToken(permissions: Record<string, 'read' | 'write'> = { contents: 'read' }) {
  const made = await app.aToken(member, 'acme', { permissions });
  await app.decideAll(owner, acme, 'APPROVED');
  return made;
}

test('GT-4: whom the gate lets through is named, with the token and what it may do there', async () => {
  const { token, secret } = await anApprovedToken({ contents: 'write', issues: 'read', administration: 'read' });
  const response = await ask(question(), secret);
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(told(response, 'user')).toBe('member');
  expect(told(response, 'token-id')).toBe(String(token.id));
  // What its user may: they neither write nor administer.
  expect(told(response, 'permissions')).toBe('contents:read,issues:read,metadata:read');
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('GT-4: a token that reads what is public is not said to do there what it does elsewhere', async () => {
  const stranger = await app.aPerson();
  const { secret } = await app.aToken(stranger, stranger.login, {
    permissions: { contents: 'write', issues: 'write' },
  });
  expect(told(await ask(question('website'), secret), 'permissions')).toBe('contents:read,metadata:read');
  const onPublic = await app.aClassicToken(member, { scopes: ['public_repo'] });
  expect(told(await ask(question('website'), onPublic.secret), 'permissions')).toContain('issues:read');
  expect((await ask(question('payroll'), onPublic.secret)).status).toBe(403);
});

test('GT-4: an App is named so that no person can have its name', async () => {
  const server = await ResourceServer.of(app, owner, acme);
  const secret = await server.aToken(await server.install(acme));
  const response = await ask(question(), secret);
  expect([response.status, told(response, 'user')]).toEqual([204, `${server.app.slug}[bot]`]);
});

test('GT-4: the method by which the gate itself is asked says nothing, nor does a body', async () => {
  const { secret } = await anApprovedToken();
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const body =
      method === 'POST' || method === 'PUT'
        ? { body: '{"owner":"globex"', headers: { 'content-type': 'application/json' } }
        : {};
    // oxlint-disable-next-line no-await-in-loop
    const [allowed, refused, anonymous] = await Promise.all([
      ask(question(), secret, { method, ...body }),
      ask(question('payroll', 'contents:write'), secret, { method, ...body }),
      ask(question(), null, { method, ...body }),
    ]);
    expect([method, allowed.status, refused.status, anonymous.status]).toEqual([method, 204, 403, 401]);
  }
});

test('GT-3: without a credential everything but what is public gets the same challenge, whatever is asked', async () => {
  const asked = [question(), question('nothing'), question('website', 'contents:write'), '', '?owner=acme'];
  const answers = await Promise.all(
    asked.map(async (query) => {
      const response = await ask(query, null);
      return [response.status, response.headers.get('www-authenticate'), await response.text()];
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]![0]).toBe(401);
  const open = await ask(question('website'), null);
  expect([open.status, told(open, 'user'), told(open, 'token-id'), told(open, 'permissions')]).toEqual([
    204,
    null,
    null,
    null,
  ]);
});

test('GT-3: a cookie is not read', async () => {
  const headers = await app.headersOf(owner);
  expect((await ask(question(), null, { headers })).status).toBe(401);
});

test('TK-13: to pass the gate is to be used', async () => {
  const { token, secret } = await anApprovedToken();
  await ask(question(), secret);
  await app.lastUses.write();
  const [row] = await app.database.query('SELECT last_used_door AS door FROM tokens WHERE id = $1', [token.id]);
  expect(row.door).toBe('GATE');
});

test('a question is two statements, and none for what was never a token', async () => {
  const { secret } = await anApprovedToken();
  await app.jobsDone();
  const statementsOf = async (token: string) => {
    const counted = await app.countStatements();
    await ask(question(), token);
    counted.stop();
    return counted.statements.length;
  };
  // The credential with what its person holds, and the repository.
  expect(await statementsOf(secret)).toBe(2);
  expect(await statementsOf('csf_nothing')).toBe(0);
});
