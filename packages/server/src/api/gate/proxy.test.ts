import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization } from '../../features/organizations/organization.entity.ts';
import { createRepository } from '../../features/repositories/create-repository.ts';
import { gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import { deleteToken } from '../../features/tokens/delete-token.ts';
import type { User } from '../../features/users/user.entity.ts';
import { GitClient } from '../../testing/git-client.ts';
import { hasNginx, Nginx } from '../../testing/nginx.ts';
import { TestApp, type TokenWish } from '../../testing/test-app.ts';
import { readGitAddress } from '../git/address.ts';
import { callHttpBackend } from '../git/http-backend.ts';

// The same requests twice: straight to the gate as a proxy asks it, and through a real nginx with examples/nginx.conf, where there is one.

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let behind: Server;
let nginx: Nginx | null = null;
const directories = new Map<string, string>();
/** Secrets by what their tokens are. */
const tokens = new Map<string, string>();

beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  member = await app.aPerson('member');
  acme = await app.anOrganization(owner, 'acme');
  await app.join(owner, acme, 'member');
  for (const [name, visibility] of [
    ['website', 'PUBLIC'],
    ['payroll', 'PRIVATE'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop
    const { id } = await createRepository(await app.sessionOf(owner), { owner: 'acme', name, visibility });
    directories.set(name, gitDirectoryOf(app.settings.gitRoot, id));
  }
  await makeTokens();
  behind = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(behind, 'listening');
  const application = (behind.address() as AddressInfo).port;
  if (hasNginx()) nginx = await Nginx.start({ countersign: Number(new URL(app.address).port), application });
}, 60_000);
afterAll(async () => {
  await nginx?.stop();
  behind.close();
  await app.close();
});

async function makeTokens(): Promise<void> {
  const make = async (what: string, user: User, wish: TokenWish = {}) => {
    const { token, secret } = await app.aToken(user, 'acme', wish);
    tokens.set(what, secret);
    return token.id;
  };
  await make('denied', member);
  await app.decideAll(owner, acme, 'DENIED');
  await make('reading', member);
  const expired = await make('expired', member);
  const deleted = await make('deleted', member);
  await make('for issues', member, { permissions: { issues: 'read' } });
  await make('writing', owner, { permissions: { contents: 'write' } });
  await app.decideAll(owner, acme, 'APPROVED');
  await make('waiting', member);
  await app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '2 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [expired],
  );
  await deleteToken(await app.sessionOf(member), deleted);
  tokens.set('classic', (await app.aClassicToken(member)).secret);
  tokens.set('of a stranger', (await app.aClassicToken(await app.aPerson())).secret);
  tokens.set('malformed', 'csf_nothing');
}

/** The server behind: git's own for git, and else one that says what it was told. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = readGitAddress(request.method!, request.url!);
  const directory = directories.get(address?.repository ?? '');
  const userName = request.headers['x-countersign-user'] ?? null;
  if (!address || !directory || !request.headers['user-agent']?.startsWith('git/')) {
    response.end(JSON.stringify(request.headers));
    return;
  }
  const { signal } = new AbortController();
  const { status, headers, body } = await callHttpBackend({
    directory,
    address,
    request,
    userName: userName as string | null,
    signal,
    onFailure: () => {},
  });
  response.writeHead(status, headers);
  await pipeline(body, response);
}

type Passed = { status: number; told: Record<string, string | undefined>; challenge: string | null; body: string };
type Way = (method: string, uri: string, headers: Record<string, string>) => Promise<Passed>;

const NAMES = ['x-countersign-user', 'x-countersign-token-id', 'x-countersign-permissions'];
const toldIn = (read: (name: string) => string | null | undefined) =>
  Object.fromEntries(NAMES.map((name) => [name, read(name) ?? undefined]));

/** As a proxy asks the gate; what it does with the answer is left out. */
const byHand: Way = async (method, uri, headers) => {
  const asked = { 'x-original-method': method, 'x-original-uri': uri };
  const response = await fetch(`${app.address}/gate`, { headers: { ...headers, ...asked } });
  const status = response.status === 204 ? 200 : response.status;
  const told = toldIn((name) => response.headers.get(name));
  return { status, told, challenge: response.headers.get('www-authenticate'), body: await response.text() };
};

const throughNginx: Way = async (method, uri, headers) => {
  const response = await fetch(nginx!.address + uri, { method, headers });
  const body = await response.text();
  const heard = response.status === 200 ? (JSON.parse(body) as Record<string, string>) : {};
  if ('authorization' in heard) throw new Error('The secret went through');
  const told = toldIn((name) => heard[name]);
  return { status: response.status, told, challenge: response.headers.get('www-authenticate'), body };
};

const FETCH = ['GET', '.git/info/refs?service=git-upload-pack'] as const;
const PUSH = ['POST', '.git/git-receive-pack'] as const;
const READ = 'contents:read,metadata:read';

const CASES: [credential: string, act: readonly [string, string], repository: string, status: number, told?: string][] =
  [
    ['none', FETCH, 'website', 200],
    ['none', FETCH, 'payroll', 401],
    ['none', FETCH, 'nothing', 401],
    ['none', PUSH, 'website', 401],
    ['malformed', FETCH, 'website', 401],
    ['expired', FETCH, 'payroll', 401],
    ['expired', FETCH, 'website', 401],
    ['deleted', FETCH, 'payroll', 401],
    ['waiting', FETCH, 'payroll', 403],
    ['waiting', FETCH, 'website', 200, READ],
    ['denied', FETCH, 'payroll', 403],
    ['denied', FETCH, 'website', 200, READ],
    ['of a stranger', FETCH, 'payroll', 403],
    ['of a stranger', FETCH, 'nothing', 403],
    ['of a stranger', FETCH, 'website', 200, READ],
    ['for issues', FETCH, 'payroll', 403],
    ['reading', FETCH, 'payroll', 200, READ],
    ['reading', FETCH, 'nothing', 403],
    ['reading', PUSH, 'payroll', 403],
    ['reading', PUSH, 'website', 403],
    ['writing', FETCH, 'payroll', 200, 'contents:write,metadata:read'],
    ['writing', PUSH, 'payroll', 200, 'contents:write,metadata:read'],
  ];

const addressOf = (repository: string, path: string) => `/git/acme/${repository}${path}`;
const credential = (name: string): Record<string, string> => {
  const secret = tokens.get(name);
  return secret ? { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` } : {};
};

describe.each<[string, Way]>([
  ['asked by hand', byHand],
  ...(hasNginx() ? [['through nginx', throughNginx] as [string, Way]] : []),
])('the gate, %s', (_name, ask) => {
  test.each(CASES)(
    'GT-2, GT-3, GT-4: a token that is %s, %j of %s: %i',
    async (name, [method, path], repository, status, permissions) => {
      const passed = await ask(method, addressOf(repository, path), credential(name));
      expect(passed.status).toBe(status);
      expect(passed.challenge?.split(',')[0]).toBe(status === 401 ? 'Basic realm="Countersign"' : undefined);
      const { 'x-countersign-user': user, 'x-countersign-permissions': held } = passed.told;
      expect([user === undefined, held]).toEqual([permissions === undefined, permissions]);
    },
  );

  test('GT-3: what is out of sight and what is not permitted get the same answer', async () => {
    const hidden = await ask('GET', addressOf('payroll', FETCH[1]), credential('of a stranger'));
    const lacking = await ask('GET', addressOf('payroll', FETCH[1]), credential('for issues'));
    const unread = await ask('GET', '/somewhere/else', credential('reading'));
    expect(hidden.body).toBe(lacking.body);
    expect(hidden.body).toBe(unread.body);
  });

  test('PO-4, PO-6: a policy stops and frees the next request', async () => {
    const fetched = async () => {
      const asked = ['reading', 'classic'].map((name) => ask('GET', addressOf('payroll', FETCH[1]), credential(name)));
      return (await Promise.all(asked)).map(({ status }) => status);
    };
    expect(await fetched()).toEqual([200, 200]);
    await app.setPolicy(acme, { fineGrainedAccess: 'RESTRICTED', classicAccess: 'RESTRICTED' });
    expect(await fetched()).toEqual([403, 403]);
    await app.setPolicy(acme, { fineGrainedAccess: 'ALLOWED', classicAccess: 'ALLOWED' });
    expect(await fetched()).toEqual([200, 200]);
  });

  test('what a client says of itself, or of where it goes, plays no part', async () => {
    const claims = {
      'x-countersign-user': 'owner',
      'x-countersign-token-id': '1',
      'x-countersign-permissions': 'administration:write',
    };
    const anonymous = await ask('GET', addressOf('website', FETCH[1]), claims);
    expect([anonymous.status, Object.values(anonymous.told).join('')]).toEqual([200, '']);
    const known = await ask('GET', addressOf('payroll', FETCH[1]), { ...credential('reading'), ...claims });
    expect(known.told).toMatchObject({ 'x-countersign-user': 'member', 'x-countersign-permissions': READ });
    const led = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': addressOf('website', FETCH[1]) };
    expect((await ask('GET', addressOf('payroll', FETCH[1]), led)).status).toBe(401);
    expect(
      (await ask('GET', addressOf('payroll', FETCH[1]), { cookie: (await app.headersOf(owner))['cookie']! })).status,
    ).toBe(401);
  });
});

test.runIf(hasNginx())(
  'GT-1, GT-4: git clones through nginx with a token as password, from a server that knows no tokens',
  async () => {
    const git = await GitClient.create();
    const clone = (name: string, repository: string, into: string) => {
      const secret = tokens.get(name);
      const url = nginx!.address.replace('://', secret ? `://x:${secret}@` : '://');
      return git.run(['clone', '--quiet', `${url}/git/acme/${repository}.git`, into]);
    };
    try {
      expect(await clone('none', 'website', 'one')).toMatchObject({ code: 0 });
      expect(await clone('reading', 'payroll', 'two')).toMatchObject({ code: 0 });
      expect((await clone('waiting', 'payroll', 'three')).stderr).toContain('403');
      expect((await clone('none', 'payroll', 'four')).code).not.toBe(0);
    } finally {
      await git.remove();
    }
  },
);
