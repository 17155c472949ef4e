import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createApp } from '../features/apps/create-app.ts';
import { installApp } from '../features/apps/install-app.ts';
import { issueInstallationToken } from '../features/apps/issue-installation-token.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import type { User } from '../features/users/user.entity.ts';
import { anAppOn } from '../testing/an-app.ts';
import { anAppUserToken } from '../testing/app-user.ts';
import { GitClient } from '../testing/git-client.ts';
import { ResourceServer } from '../testing/resource-server.ts';
import { TestApp } from '../testing/test-app.ts';

// The clock is in hand: whatever happens at a token's last millisecond happens exactly there.

const begin = new Date('2098-03-01T09:00:00.000Z');
const after = (milliseconds: number) => new Date(begin.getTime() + milliseconds);
const HOUR = 3_600_000;

let app: TestApp;
let git: GitClient;
let owner: User;
let member: User;
let acme: Organization;
let repository: string;
let resourceServer: ResourceServer;
beforeAll(async () => {
  app = await TestApp.open();
  app.now = begin;
  git = await GitClient.create();
  ({ owner, member, organization: acme } = await app.aTeam());
  repository = (await app.aRepository(owner, acme.login, 'PRIVATE')).name;
  resourceServer = await ResourceServer.on(app, owner, acme);
});
afterAll(async () => {
  await git.remove();
  await app.close();
});

const viaGit = async (secret: string) => {
  const url = `${app.address.replace('://', `://x:${secret}@`)}/git/${acme.login}/${repository}.git`;
  const { code, stderr } = await git.run(['ls-remote', url]);
  return code === 0 ? 'in' : stderr.includes('The token does not hold') ? 'out' : stderr;
};
const viaRest = async (secret: string) => {
  const headers = { authorization: `Bearer ${secret}` };
  const { status } = await fetch(`${app.address}/api/v3/repos/${acme.login}/${repository}`, { headers });
  return status === 200 ? 'in' : status === 401 ? 'out' : status;
};
const viaGraphql = async (secret: string) => {
  const { status } = await app.as(secret, '{ __typename }');
  return status === 200 ? 'in' : status === 401 ? 'out' : status;
};
const viaGate = async (secret: string) => {
  const query = new URLSearchParams({ owner: acme.login, repository, permission: 'metadata:read' });
  const headers = { authorization: `Bearer ${secret}` };
  const { status } = await fetch(`${app.address}/gate?${query.toString()}`, { headers });
  return status === 204 ? 'in' : status === 401 ? 'out' : status;
};
const viaIntrospection = async (secret: string) => {
  const { active } = await resourceServer.introspect(secret);
  return active ? 'in' : 'out';
};
const everywhere = (secret: string) =>
  Promise.all([viaGit, viaRest, viaGraphql, viaGate, viaIntrospection].map((ask) => ask(secret)));

const anInstallationToken = () =>
  app.database.transaction(async (tx) => {
    const bot = await createApp(
      tx,
      { name: 'Bot', slug: app.aName('bot'), owner: { kind: 'USER', id: owner.id, login: owner.login } },
      begin,
    );
    const permissions = {
      metadata: 'read',
      contents: 'read',
      organization_personal_access_token_requests: 'read',
    } as never;
    const by = { actor: commandActor(), now: begin };
    const installation = await installApp(tx, { app: bot, organizationId: acme.id, permissions }, by);
    return issueInstallationToken(tx, { app: bot, installationId: installation.id }, begin);
  });

test.each([
  [
    'a fine-grained token',
    async () => {
      const { secret } = await app.aToken(member, acme.login, { expiresInDays: null, expiresAt: after(HOUR) });
      await app.decideAll(owner, acme, 'APPROVED');
      return secret;
    },
  ],
  [
    'a classic token',
    async () => (await app.aClassicToken(member, { expiresInDays: null, expiresAt: after(HOUR) })).secret,
  ],
  ['an installation token', async () => (await anInstallationToken()).secret],
  [
    'the token of an App that acts for a person',
    async () => {
      const { app: bot } = await anAppOn(app, acme);
      return (await anAppUserToken(app, member.id, bot.id, { expiresAt: after(HOUR) })).secret;
    },
  ],
])('EX-1, EX-2: %s holds to its last millisecond and from its expiry on nowhere', async (_kind, make) => {
  app.now = begin;
  const secret = await make();
  const answers: unknown[] = [];
  for (const at of [HOUR - 1, HOUR, HOUR + 1]) {
    // oxlint-disable no-await-in-loop -- one moment after the other
    app.now = after(at);
    answers.push(await everywhere(secret));
    // oxlint-enable no-await-in-loop
  }
  expect(answers).toEqual([
    ['in', 'in', 'in', 'in', 'in'],
    ['out', 'out', 'out', 'out', 'out'],
    ['out', 'out', 'out', 'out', 'out'],
  ]);
});

const WATCH = 'subscription ($login: String!) { tokenRequestsChanged(organization: $login) { pendingCount } }';

/** Listens with the secret as a program does. */
function watch(secret: string) {
  class Program extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${secret}` } });
    }
  }
  const url = `${app.address.replace('http', 'ws')}/api/graphql`;
  const client = createClient({ url, webSocketImpl: Program, retryAttempts: 0 });
  onTestFinished(async () => client.dispose());
  const heard: { counts: number; codes: unknown[]; isOver: boolean } = { counts: 0, codes: [], isOver: false };
  const refused = (errors: readonly { extensions?: Record<string, unknown> }[]) => {
    heard.codes.push(...errors.map(({ extensions }) => extensions?.['code']));
  };
  client.subscribe(
    { query: WATCH, variables: { login: acme.login } },
    {
      next: ({ data, errors }) => {
        if (data?.['tokenRequestsChanged']) heard.counts += 1;
        refused(errors ?? []);
      },
      error: (errors) => {
        refused(Array.isArray(errors) ? errors : []);
        heard.isOver = true;
      },
      complete: () => (heard.isOver = true),
    },
  );
  return heard;
}

test('EX-1: what listens already hears the last event before the expiry, and none from then on', async () => {
  app.now = begin;
  const { secret } = await anInstallationToken();
  const heard = watch(secret);
  const change = async () => void (await app.aToken(member, acme.login));
  app.now = after(HOUR - 1);
  await vi.waitFor(
    async () => {
      await change();
      await vi.waitFor(() => expect(heard.counts).toBeGreaterThan(0), { timeout: 200, interval: 10 });
    },
    { timeout: 10_000 },
  );
  app.now = after(HOUR);
  const before = heard.counts;
  await change();
  await vi.waitFor(() => expect(heard).toMatchObject({ codes: ['UNAUTHENTICATED'], isOver: true }));
  // What was on its way when the clock moved may still have come; nothing of the last change did.
  expect(heard.counts).toBeLessThanOrEqual(before + 1);
});

test.each([
  [HOUR - 1, 'FORBIDDEN'],
  [HOUR, 'UNAUTHENTICATED'],
])('EX-1: an owner’s tokens may never listen; at %i ms they are told %s', async (at, code) => {
  app.now = begin;
  const expiry = { expiresInDays: null, expiresAt: after(HOUR) };
  const secrets = [
    (await app.aToken(owner, acme.login, expiry)).secret,
    (await app.aClassicToken(owner, expiry)).secret,
  ];
  app.now = after(at);
  const all = secrets.map(watch);
  await vi.waitFor(() =>
    expect(all).toMatchObject([
      { codes: [code], isOver: true },
      { codes: [code], isOver: true },
    ]),
  );
});

const REGENERATE = `mutation ($id: ID!) { regenerateToken(input: { tokenId: $id, expiresInDays: 7 }) { secret } }`;
const EDIT = `mutation ($id: ID!) { updateFineGrainedToken(input: { tokenId: $id, permissions: [{ key: "issues", level: READ }] }) {
  token { status } } }`;

test('EX-1: regenerated in its last millisecond a token lives on with the new secret alone; a millisecond later nothing revives it', async () => {
  app.now = begin;
  const make = () => app.aToken(member, member.login, { expiresInDays: null, expiresAt: after(HOUR) });
  const [saved, lost] = [await make(), await make()];
  app.now = after(HOUR - 1);
  const { data } = await app.as(member, REGENERATE, { id: String(saved.token.id) });
  app.now = after(HOUR);
  expect(await viaGraphql(saved.secret)).toBe('out');
  expect(await viaGraphql(data.regenerateToken.secret)).toBe('in');
  for (const mutation of [REGENERATE, EDIT]) {
    // oxlint-disable-next-line no-await-in-loop -- two
    const { errors } = await app.as(member, mutation, { id: String(lost.token.id) });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  }
  expect(await viaGraphql(lost.secret)).toBe('out');
});

test.each([
  ['regenerates', REGENERATE],
  ['edits', EDIT],
])('EX-1: who %s a token and waits for its lock until it has expired comes too late', async (_what, mutation) => {
  app.now = begin;
  const { token, secret } = await app.aToken(member, member.login, { expiresInDays: null, expiresAt: after(HOUR) });
  app.now = after(HOUR - 1);
  const other = app.database.createQueryRunner();
  await other.startTransaction();
  await other.query('SELECT FROM tokens WHERE id = $1 FOR UPDATE', [token.id]);
  const answer = app.as(member, mutation, { id: String(token.id) });
  await vi.waitFor(async () => {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    expect(await app.database.query(waiting)).toHaveLength(1);
  });
  app.now = after(HOUR);
  await other.commitTransaction();
  await other.release();
  expect((await answer).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect(await viaGraphql(secret)).toBe('out');
  const [row] = await app.database.query('SELECT expires_at AS at FROM tokens WHERE id = $1', [token.id]);
  expect(row.at).toEqual(after(HOUR));
});
