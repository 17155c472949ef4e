import { Webhooks } from '@octokit/webhooks';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { registry } from '../../platform/telemetry/metrics.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { Receiver } from '../../testing/receiver.ts';
import { TestApp } from '../../testing/test-app.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import { tellWebhooks } from './tell-webhooks.ts';

const REDELIVER =
  'mutation ($input: RedeliverInput!) { redeliver(input: $input) { delivery { databaseId state guid } } }';
const LOG = `query ($login: String!, $id: Int!) { organization(login: $login) { webhook(databaseId: $id) { deliveries(first: 20) { nodes {
  databaseId guid event action state payload
  attempts { isRedelivery statusCode problem responseBody durationMs requestHeaders { name value } responseHeaders { name value } } } } } } }`;
const READS = { permissions: { organization_personal_access_token_requests: 'read' } } as const;
const secret = '비밀 "quoted"\nand more';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await TestApp.open({ webhookAllowPrivate: true });
  receiver = await Receiver.open();
});
beforeEach(() => {
  receiver.reply = (response) => void response.writeHead(204).end();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

/** A team whose webhook has a path of its own, and has been pinged. */
async function aListener() {
  const team = await app.aTeam();
  const path = `/${team.organization.login}`;
  const webhook = await aWebhook(app, team.owner, {
    organization: team.organization.login,
    url: receiver.url(path),
    secret,
  });
  await receiver.waitFor(path, 1);
  const log = async () =>
    (await app.as(team.owner, LOG, { login: team.organization.login, id: webhook.id })).data.organization.webhook
      .deliveries.nodes;
  const settled = async (state: string) => {
    await vi.waitFor(async () => expect((await log())[0]).toMatchObject({ state }), { timeout: 10_000, interval: 20 });
    return log();
  };
  const redeliver = (id: number, asker = team.owner) => app.as(asker, REDELIVER, { input: { deliveryId: String(id) } });
  return { ...team, webhook, path, log, settled, redeliver };
}

/** As if the delay were over: the job is due now. */
const hurry = () =>
  app.database.query(
    `SELECT graphile_worker.reschedule_jobs(ARRAY(
       SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'deliver-webhook' AND attempts < max_attempts), run_at => now()),
       pg_notify('jobs:insert', json_build_object('r', random()::text, 'count', 1)::text)`,
  );

test('AP-3: a delivery has the headers that @octokit/webhooks reads, is signed over its bytes, and is logged with what came back', async () => {
  const { member, organization, webhook, path, settled } = await aListener();
  receiver.reply = (response) => void response.writeHead(202, { 'X-Receiver': 'one' }).end('thank you');

  await app.aToken(member, organization.login, { name: '토큰 "ci"' });

  const { headers, body } = (await receiver.waitFor(path, 2))[1]!;
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^Countersign-Hookshot\//),
    'x-github-event': 'personal_access_token_request',
    'x-github-hook-id': String(webhook.id),
    'x-github-hook-installation-target-id': String(organization.id),
    'x-github-hook-installation-target-type': 'organization',
  });
  expect(headers).not.toHaveProperty('x-hub-signature');
  const heard: unknown[] = [];
  const webhooks = new Webhooks({ secret });
  webhooks.onAny(({ id, name }) => void heard.push({ id, name }));
  const [id, name, signature] = ['x-github-delivery', 'x-github-event', 'x-hub-signature-256'].map(
    (header) => headers[header] as string,
  ) as [string, string, string];
  await webhooks.verifyAndReceive({ id, name, signature, payload: body });
  expect(heard).toEqual([{ id, name }]);
  await expect(webhooks.verifyAndReceive({ id, name, signature, payload: `${body} ` })).rejects.toThrow('signature');

  const [delivery] = await settled('DELIVERED');
  expect(delivery).toMatchObject({ guid: id, event: name, action: 'created', payload: body });
  const [attempt] = delivery.attempts;
  expect(attempt).toMatchObject({ isRedelivery: false, statusCode: 202, problem: null, responseBody: 'thank you' });
  expect(attempt.requestHeaders).toContainEqual({ name: 'X-Hub-Signature-256', value: signature });
  expect(attempt.responseHeaders).toContainEqual({ name: 'x-receiver', value: 'one' });
});

test('AP-3: what is not taken is tried again with the same bytes under the same guid, and given up after the last try, for people to see', async () => {
  const { member, organization, path, log, settled } = await aListener();
  receiver.reply = (response) => void response.writeHead(500).end('not today');
  await app.aToken(member, organization.login);
  await receiver.waitFor(path, 2);
  await vi.waitFor(async () => expect((await log())[0].attempts).toHaveLength(1));
  expect((await log())[0]).toMatchObject({
    state: 'PENDING',
    attempts: [{ statusCode: 500, responseBody: 'not today' }],
  });

  // What the token is called by now changes nothing that was worded.
  await app.database.query(`UPDATE tokens SET name = 'another' WHERE user_id = $1`, [member.id]);
  const isGivenUp = async () => {
    await hurry();
    expect((await log())[0]).toMatchObject({ state: 'FAILED' });
  };
  await vi.waitFor(isGivenUp, { timeout: 20_000, interval: 50 });

  const [delivery] = await settled('FAILED');
  const tries = receiver.at(path).slice(1);
  expect(tries).toHaveLength(8);
  expect(new Set(tries.map(({ body }) => body))).toEqual(new Set([delivery.payload]));
  expect(new Set(tries.map(({ headers }) => headers['x-github-delivery']))).toEqual(new Set([delivery.guid]));
  await vi.waitFor(
    async () =>
      expect(await registry.metrics()).toContain('countersign_jobs_queued{task="deliver-webhook",state="given_up"} 1'),
    { timeout: 10_000 },
  );
});

test('AP-3: what was taken, or given up, is sent again when an owner asks; nobody else can, and not twice at once', async () => {
  const { member, organization, path, log, settled, redeliver } = await aListener();
  await app.aToken(member, organization.login);
  const [{ databaseId, guid, payload }] = await settled('DELIVERED');

  const held: (() => void)[] = [];
  receiver.reply = (response) => void held.push(() => response.writeHead(503).end());
  const [one, other] = await Promise.all([redeliver(databaseId), redeliver(databaseId)]);
  expect([one, other].flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect([one, other].flatMap(({ data }) => data?.redeliver ?? [])).toEqual([
    { delivery: { databaseId, guid, state: 'PENDING' } },
  ]);
  await receiver.waitFor(path, 3);
  for (const answer of held) answer();
  await settled('FAILED');

  receiver.reply = (response) => void response.writeHead(200).end();
  await redeliver(databaseId);
  const [delivery] = await settled('DELIVERED');
  await app.jobsDone();
  const jobs = 'SELECT 1 FROM graphile_worker.jobs WHERE key = $1';
  expect(await app.database.query(jobs, [`webhook delivery ${databaseId}`])).toEqual([]);
  expect(delivery.attempts).toMatchObject([
    { isRedelivery: false, statusCode: 204 },
    { isRedelivery: true, statusCode: 503 },
    { isRedelivery: true, statusCode: 200 },
  ]);
  expect(
    receiver
      .at(path)
      .slice(1)
      .map(({ body }) => body),
  ).toEqual([payload, payload, payload]);

  expect((await redeliver(databaseId, member)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await redeliver(databaseId, await app.aPerson())).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await log())[0].attempts).toHaveLength(3);
});

test('a try that was the last and cannot be written down leaves nothing to wait for: it is given up, and can be asked for again', async () => {
  const { member, organization, path, settled, redeliver } = await aListener();
  await app.aToken(member, organization.login);
  const [{ databaseId }] = await settled('DELIVERED');
  await app.database.query(
    `ALTER TABLE webhook_attempts ADD CONSTRAINT not_now CHECK (delivery_id <> ${databaseId}) NOT VALID`,
  );
  await redeliver(databaseId);
  await receiver.waitFor(path, 3);
  await settled('FAILED');
  await app.database.query('ALTER TABLE webhook_attempts DROP CONSTRAINT not_now');
  expect((await redeliver(databaseId)).errors).toBeUndefined();
  await settled('DELIVERED');
});

test('a redirect is not followed: the try has failed, and says why', async () => {
  const { member, organization, path, log } = await aListener();
  receiver.reply = (response) => void response.writeHead(302, { Location: receiver.url('/inside') }).end();
  await app.aToken(member, organization.login);
  await receiver.waitFor(path, 2);
  await vi.waitFor(async () =>
    expect((await log())[0].attempts).toMatchObject([{ statusCode: 302, problem: expect.stringMatching(/redirect/) }]),
  );
  expect(receiver.at('/inside')).toEqual([]);
});

test('what is switched off, and what an App may not be told any more, is not sent, and says so', async () => {
  const { owner, member, organization, webhook, path, settled } = await aListener();
  const { app: bot } = await anAppOn(app, organization, READS);
  const hook = await aWebhook(app, owner, { appId: bot.id, url: receiver.url(`${path}-app`) });
  await receiver.waitFor(`${path}-app`, 1);
  // The job finds what came to be after the event: both in one transaction, so that it cannot be quicker.
  await app.database.transaction(async (tx) => {
    const [request] = await app.manyRequests(organization, member, 1, tx);
    const told = [{ id: request!, organizationId: organization.id }];
    await tellWebhooks(tx, 'created', told, { actor: systemActor, now: new Date() });
    await tx.query('UPDATE webhooks SET is_active = false WHERE id = $1', [webhook.id]);
    await tx.query('UPDATE app_installations SET suspended_at = now() WHERE app_id = $1', [bot.id]);
  });

  const [delivery] = await settled('FAILED');
  expect(delivery.attempts).toMatchObject([{ statusCode: null, problem: 'The webhook was switched off.' }]);
  const problems = `SELECT problem FROM webhook_attempts attempt JOIN webhook_deliveries delivery ON delivery.id = delivery_id
                     WHERE webhook_id = $1 AND problem IS NOT NULL`;
  await vi.waitFor(async () =>
    expect(await app.database.query(problems, [hook.id])).toEqual([
      { problem: expect.stringMatching(/not installed/) },
    ]),
  );
  expect(receiver.at(`${path}-app`)).toHaveLength(1);
  expect(receiver.at(path)).toHaveLength(1);
});

test('a receiver that never answers keeps neither mails nor another webhook waiting', async () => {
  const slow = await aListener();
  const quick = await aListener();
  const held: (() => void)[] = [];
  receiver.reply = (response, { path }) => {
    if (path === slow.path) held.push(() => response.writeHead(204).end());
    else response.writeHead(204).end();
  };
  await app.manyRequests(slow.organization, slow.member, 20);
  await app.decideAll(slow.owner, slow.organization, 'APPROVED');
  await receiver.waitFor(slow.path, 2);

  await app.aToken(quick.member, quick.organization.login);
  await receiver.waitFor(quick.path, 2);
  const mails = 'SELECT count(*)::int AS count FROM mailbox_messages WHERE "to" = $1';
  await vi.waitFor(
    async () => expect((await app.database.query(mails, [slow.member.email]))[0].count).toBeGreaterThanOrEqual(20),
    { timeout: 10_000 },
  );
  // One at a time for one webhook, whatever waits.
  expect(receiver.at(slow.path)).toHaveLength(2);
  receiver.reply = (response) => void response.writeHead(204).end();
  for (const answer of held) answer();
  await receiver.waitFor(slow.path, 21);
});

test('an organization whose receivers never answer, however many, keeps no other waiting', async () => {
  const slow = await aListener();
  const quick = await aListener();
  const { app: bot } = await anAppOn(app, slow.organization, READS);
  await aWebhook(app, slow.owner, { appId: bot.id, url: receiver.url(slow.path) });
  for (let more = 0; more < 10; more++)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await aWebhook(app, slow.owner, { organization: slow.organization.login, url: receiver.url(slow.path) });
  await app.jobsDone();
  const before = receiver.at(slow.path).length;
  const held: (() => void)[] = [];
  receiver.reply = (response, { path }) => {
    if (path === slow.path) held.push(() => response.writeHead(204).end());
    else response.writeHead(204).end();
  };
  await app.manyRequests(slow.organization, slow.member, 5);
  await app.decideAll(slow.owner, slow.organization, 'APPROVED');
  await receiver.waitFor(slow.path, before + 3);

  await app.aToken(quick.member, quick.organization.login);
  await receiver.waitFor(quick.path, 2);
  expect(receiver.at(slow.path)).toHaveLength(before + 3);
  receiver.reply = (response) => void response.writeHead(204).end();
  for (const answer of held) answer();
  await receiver.waitFor(slow.path, before + 60);
});

test('what waits for a webhook that is deleted ends quietly', async () => {
  const { member, organization, webhook, path } = await aListener();
  await app.database.transaction(async (tx) => {
    const [request] = await app.manyRequests(organization, member, 1, tx);
    const told = [{ id: request!, organizationId: organization.id }];
    await tellWebhooks(tx, 'created', told, { actor: systemActor, now: new Date() });
    await tx.query('DELETE FROM webhooks WHERE id = $1', [webhook.id]);
  });
  await app.jobsDone();
  expect(
    await app.database.query(`SELECT 1 FROM graphile_worker.jobs WHERE flags ? $1`, [`webhook ${webhook.id}`]),
  ).toEqual([]);
  expect(receiver.at(path)).toHaveLength(1);
});
