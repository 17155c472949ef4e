import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../features/audit-log/record-audit.ts';
import { cancelTokenRequest } from '../../features/token-requests/cancel-token-request.ts';
import { tellWebhooks } from '../../features/webhooks/tell-webhooks.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { type Received, Receiver } from '../../testing/receiver.ts';
import { TestApp } from '../../testing/test-app.ts';
import { aWebhook, problemsWith } from '../../testing/webhooks.ts';

const READS = { permissions: { organization_personal_access_token_requests: 'read' } } as const;
const secret = '비밀';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await TestApp.open({ webhookAllowPrivate: true });
  receiver = await Receiver.open();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const eventsIn = (received: Received[]) => received.map(({ body }) => JSON.parse(body));

test("AP-3: each of the four events, and the ping, is what GitHub's published schema says, to an App as to an organization", async () => {
  const { owner, member, organization } = await app.aTeam();
  await aWebhook(app, owner, { organization: organization.login, url: receiver.url('/own'), secret });
  const elsewhere = await app.aTeam();
  const { app: bot } = await anAppOn(app, elsewhere.organization, READS, { on: organization });
  await aWebhook(app, elsewhere.owner, { appId: bot.id, url: receiver.url('/app') });
  const repository = await app.aRepository(owner, organization.login, 'PRIVATE');
  await app.setPolicy(organization, { fineGrainedMaxDays: null });
  const subset = { repositorySelection: 'SUBSET', repositories: [{ id: repository.id }] } as const;

  const { token } = await app.aToken(member, organization.login, { ...subset, permissions: { contents: 'write' } });
  await app.decideAll(owner, organization, 'APPROVED');
  await app.aToken(member, organization.login, { expiresInDays: null, neverExpires: true });
  await app.decideAll(owner, organization, 'DENIED');
  const last = await app.aToken(member, organization.login);
  const [{ id }] = await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [last.token.id]);
  await cancelTokenRequest(await app.sessionOf(member), id);

  const [ping, ...events] = eventsIn(await receiver.waitFor('/own', 7));
  const [botPing, ...botEvents] = eventsIn(await receiver.waitFor('/app', 7));
  expect(events.map(({ action }) => action)).toEqual([
    'created',
    'approved',
    'created',
    'denied',
    'created',
    'cancelled',
  ]);
  for (const event of botEvents) {
    expect(problemsWith(`webhook-personal-access-token-request-${event.action}`, event)).toEqual([]);
    expect(event.installation).toMatchObject({ id: expect.any(Number) });
  }
  // An organization's own webhook is of no installation; that is all that is missing.
  for (const event of events)
    expect(
      problemsWith(`webhook-personal-access-token-request-${event.action}`, event).filter(
        ({ keyword, params }) => !(keyword === 'required' && params['missingProperty'] === 'installation'),
      ),
    ).toEqual([]);
  expect([problemsWith('webhook-ping', ping), problemsWith('webhook-ping', botPing)]).toEqual([[], []]);
  expect(ping).toMatchObject({ organization: { login: organization.login }, hook: { type: 'Organization' } });
  expect(botPing).toMatchObject({ hook: { type: 'App', app_id: bot.id } });
  expect(JSON.stringify([ping, botPing])).not.toContain('비밀');

  const [created, approved, unlimited] = events;
  expect(created).toMatchObject({
    organization: { login: organization.login },
    sender: { login: member.login, type: 'User' },
    personal_access_token_request: {
      owner: { login: member.login },
      permissions_added: { repository: { contents: 'write', metadata: 'read' }, organization: {}, other: {} },
      permissions_upgraded: { repository: {}, organization: {}, other: {} },
      permissions_result: { repository: { contents: 'write', metadata: 'read' }, organization: {}, other: {} },
      repository_selection: 'subset',
      repository_count: 1,
      repositories: [{ id: repository.id, full_name: `${organization.login}/${repository.name}`, private: true }],
      token_id: token.id,
      token_name: token.name,
      token_expired: false,
      token_last_used_at: null,
    },
  });
  expect(approved.sender).toMatchObject({ login: owner.login });
  expect(unlimited.personal_access_token_request).toMatchObject({
    repository_selection: 'all',
    repository_count: null,
    repositories: null,
    token_expires_at: null,
  });
});

test('AP-3: what an App decided has its bot as sender, and what the clock ended the person whose token it was', async () => {
  const { owner, member, organization } = await app.aTeam();
  await aWebhook(app, owner, { organization: organization.login, url: receiver.url('/senders') });
  const { app: bot } = await anAppOn(app, organization, READS);
  const [denied, ended] = (await app.manyRequests(organization, member, 2)) as [number, number];
  const toldBy = (action: 'denied' | 'cancelled', id: number, appId: number | null) =>
    app.database.transaction((tx) =>
      tellWebhooks(tx, action, [{ id, organizationId: organization.id }], {
        actor: { ...systemActor, appId },
        now: new Date(),
      }),
    );
  await toldBy('denied', denied, bot.id);
  await toldBy('cancelled', ended, null);

  const [, byBot, byClock] = eventsIn(await receiver.waitFor('/senders', 3));
  expect(byBot.sender).toMatchObject({ login: `${bot.slug}[bot]`, type: 'Bot', id: bot.id });
  expect(problemsWith('simple-user', byBot.sender)).toEqual([]);
  expect(byClock.sender).toMatchObject({ login: member.login, type: 'User' });
});
