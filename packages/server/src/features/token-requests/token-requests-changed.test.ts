import { once } from 'node:events';
import { createClient, type FormattedExecutionResult } from 'graphql-ws';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Notifications } from '../../platform/database/notifications.ts';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { anAppUserToken } from '../../testing/app-user.ts';
import { REVIEWER } from '../../testing/installed-app.ts';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { watchTokenRequests } from './watch-token-requests.ts';

const WATCH = `subscription ($login: String!) { tokenRequestsChanged(organization: $login) {
  pendingCount organization { login } tokenRequest { databaseId status token { name } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const urlOf = () => `${app.address.replace('http', 'ws')}/api/graphql`;

type Result = FormattedExecutionResult<Record<string, unknown>, unknown>;
type Heard = { results: Result[]; errors: unknown[]; isOver: boolean; leave: () => void };

/** Watches as the asker, with what a browser sends; resolves once the server has heard of it. */
async function watch(asker: Asker, organization: Organization, query = WATCH): Promise<Heard> {
  const headers = { ...(await app.headersOf(asker)), origin: 'http://countersign.test' };
  class Browser extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers });
    }
  }
  const client = createClient({ url: urlOf(), webSocketImpl: Browser, retryAttempts: 0 });
  onTestFinished(async () => client.dispose());
  const heard: Heard = { results: [], errors: [], isOver: false, leave: () => {} };
  heard.leave = client.subscribe(
    { query, variables: { login: organization.login } },
    {
      next: (result) => heard.results.push(result),
      error: (error) => {
        heard.errors.push(error);
        heard.isOver = true;
      },
      complete: () => (heard.isOver = true),
    },
  );
  return heard;
}

/** Asks until the watcher has heard of one: from then on it hears of all. */
async function untilHeard({ results }: Heard, act: () => Promise<unknown>): Promise<void> {
  await vi.waitFor(
    async () => {
      await act();
      await vi.waitFor(() => expect(results.length).toBeGreaterThan(0), { timeout: 200, interval: 10 });
    },
    { timeout: 10_000, interval: 10 },
  );
  results.length = 0;
}
const soon = { timeout: 5_000, interval: 10 };

test('an owner hears of each request as it is made and decided, with how many wait', async () => {
  const { owner, member, organization } = await app.aTeam();
  const heard = await watch(owner, organization);
  await untilHeard(heard, () => app.aToken(member, organization.login));
  await app.decideAll(owner, organization, 'DENIED');
  await vi.waitFor(
    () => expect(heard.results.at(-1)?.data).toMatchObject({ tokenRequestsChanged: { pendingCount: 0 } }),
    soon,
  );
  heard.results.length = 0;

  const { token } = await app.aToken(member, organization.login);
  await vi.waitFor(() => expect(heard.results).toHaveLength(1), soon);
  await app.decideAll(owner, organization, 'APPROVED');
  await vi.waitFor(() => expect(heard.results).toHaveLength(2), soon);

  const change = (pendingCount: number, status: string) => ({
    pendingCount,
    organization: { login: organization.login },
    tokenRequest: { databaseId: expect.any(Number), status, token: { name: token.name } },
  });
  expect(heard.results.map(({ data }) => data)).toEqual([
    { tokenRequestsChanged: change(1, 'PENDING') },
    { tokenRequestsChanged: change(0, 'APPROVED') },
  ]);
});

test("nobody hears of another organization's requests", async () => {
  const { owner, member, organization } = await app.aTeam();
  const foreign = await app.aTeam();
  const heard = await watch(owner, organization);
  await untilHeard(heard, () => app.aToken(member, organization.login));
  await app.aToken(foreign.member, foreign.organization.login);
  await app.aToken(member, organization.login);
  await vi.waitFor(() => expect(heard.results.length).toBeGreaterThan(0), soon);
  const logins = heard.results.map(({ data }) => JSON.stringify(data).includes(foreign.organization.login));
  expect(logins).not.toContain(true);
});

/** A token of an App that may review, which acts for the person. */
async function anAppFor({ id }: User, organization: Organization) {
  const { app: bot, installationId } = await anAppOn(app, organization, { permissions: REVIEWER });
  return { installationId, ...(await anAppUserToken(app, id, bot.id)) };
}

const codesOf = ({ results, errors }: Heard) =>
  [...results.flatMap((result) => result.errors ?? []), ...(errors.flat() as { extensions?: { code?: string } }[])].map(
    ({ extensions }) => extensions?.['code'],
  );

test.each<[string, string, (team: Awaited<ReturnType<TestApp['aTeam']>>) => Promise<Asker>]>([
  ['a member', 'FORBIDDEN', async ({ member }) => member],
  ['a stranger', 'NOT_FOUND', async () => app.aPerson()],
  ['nobody', 'UNAUTHENTICATED', async () => null],
  ['a bad token', 'UNAUTHENTICATED', async () => 'nonsense'],
  [
    "an owner's token",
    'FORBIDDEN',
    async ({ owner, organization }) => (await app.aToken(owner, organization.login)).secret,
  ],
  ["a member's App", 'FORBIDDEN', async ({ member, organization }) => (await anAppFor(member, organization)).secret],
  [
    "an owner's App that is not installed",
    'NOT_FOUND',
    async ({ owner, organization }) => {
      const { app: bot } = await anApp(app, organization, { permissions: REVIEWER });
      return (await anAppUserToken(app, owner.id, bot.id)).secret;
    },
  ],
])('RQ-11: %s is told %s, and the stream ends', async (_, code, who) => {
  const team = await app.aTeam();
  const heard = await watch(await who(team), team.organization);
  await vi.waitFor(() => expect(heard.isOver).toBe(true), soon);
  expect(codesOf(heard)).toEqual([code]);
});

test.each([
  ['the session ends', 'UNAUTHENTICATED', 'DELETE FROM sessions WHERE user_id = $1'],
  ['the person is suspended', 'UNAUTHENTICATED', 'UPDATE users SET suspended_at = now() WHERE id = $1'],
  ['the owner becomes a member', 'FORBIDDEN', `UPDATE memberships SET role = 'MEMBER' WHERE user_id = $1`],
])('SN-4: when %s, the next event is not heard: %s, and the stream ends', async (_, code, change) => {
  const { owner, member, organization } = await app.aTeam();
  const heard = await watch(owner, organization);
  await untilHeard(heard, () => app.aToken(member, organization.login));
  await app.database.query(change, [owner.id]);
  await app.aToken(member, organization.login);
  await vi.waitFor(() => expect(codesOf(heard)).toContain(code), soon);
  expect(heard.results.filter(({ data }) => data?.['tokenRequestsChanged'])).toEqual([]);
});

test('RQ-11, SN-4: an owner’s App hears what the owner hears, until it is uninstalled', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { secret, installationId } = await anAppFor(owner, organization);
  const heard = await watch(secret, organization);
  await untilHeard(heard, () => app.aToken(member, organization.login));
  await app.database.query('DELETE FROM app_installations WHERE id = $1', [installationId]);
  await app.aToken(member, organization.login);
  await vi.waitFor(() => expect(codesOf(heard)).toContain('NOT_FOUND'), soon);
  expect(heard.results.filter(({ data }) => data?.['tokenRequestsChanged'])).toEqual([]);
});

test('SN-4: a page of another site is not let in; a program, which sends no origin, is', async () => {
  const answerTo = async (headers: Record<string, string>) => {
    const socket = new WebSocket(urlOf(), 'graphql-transport-ws', { headers });
    const opened = once(socket, 'open').then(() => 'open');
    const refused = once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode as number);
    const answer = await Promise.race([opened, refused]);
    socket.on('error', () => {}).terminate();
    return answer;
  };
  expect(await answerTo({ origin: 'http://evil.test' })).toBe(403);
  expect(await answerTo({ origin: 'null' })).toBe(403);
  expect(await answerTo({ origin: 'http://countersign.test.evil.test' })).toBe(403);
  expect(await answerTo({ origin: 'http://countersign.test' })).toBe('open');
  expect(await answerTo({})).toBe('open');
});

test.each([
  ['queries do not come this way, where no CSRF header protects them', '{ viewer { login } }', 'BAD_REQUEST'],
  ['an unknown field is told', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing variable is told', WATCH.replaceAll('$login', '$other'), 'BAD_USER_INPUT'],
])('%s', async (_, query, code) => {
  const { owner, organization } = await app.aTeam();
  const heard = await watch(owner, organization, query);
  await vi.waitFor(() => expect(heard.isOver).toBe(true), soon);
  expect(codesOf(heard)).toEqual([code]);
});

test('a reader who leaves while nothing happens is listened for no more', async () => {
  const { owner, organization } = await app.aTeam();
  let listeners = 0;
  const notifications: Notifications = {
    on: () => {
      listeners++;
      return () => void listeners--;
    },
    stop: async () => {},
  };
  const events = await watchTokenRequests(await app.sessionOf(owner), notifications, organization.login);
  const next = events.next();
  expect(listeners).toBe(1);
  await events.return!();
  expect([listeners, (await next).done]).toEqual([0, true]);
});
