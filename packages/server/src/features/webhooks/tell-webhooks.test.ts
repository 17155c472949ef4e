import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, countStatements, type Tx } from '../../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { edited } from '../../testing/edit-token.ts';
import { Receiver } from '../../testing/receiver.ts';
import { TestApp } from '../../testing/test-app.ts';
import { aWebhook } from '../../testing/webhooks.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { removeOrganizationMember } from '../organizations/remove-organization-member.ts';
import { cancelExpiredRequests } from '../token-requests/cancel-expired-requests.job.ts';
import { cancelTokenRequest } from '../token-requests/cancel-token-request.ts';
import { decideTokenRequests } from '../token-requests/decide-token-requests.ts';
import { deleteToken } from '../tokens/delete-token.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { tellWebhooks } from './tell-webhooks.ts';

const REQUESTS = 'organization_personal_access_token_requests';

let app: TestApp;
let receiver: Receiver;
let url: string;
beforeAll(async () => {
  app = await TestApp.open({ webhookAllowPrivate: true });
  receiver = await Receiver.open();
  url = receiver.url();
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function aListener() {
  const team = await app.aTeam();
  return { ...team, webhook: await aWebhook(app, team.owner, { organization: team.organization.login, url }) };
}

type Row = { action: string; request_id: number; webhook_id: number; sender_user_id: number | null };
const told = (requestsOf: Organization, tx: Tx = app.database.manager): Promise<Row[]> =>
  tx.query(
    `SELECT action, request_id, webhook_id, installation_id, sender_user_id FROM webhook_deliveries
      WHERE request_id IN (SELECT id FROM token_requests WHERE organization_id = $1) ORDER BY id`,
    [requestsOf.id],
  );
const actions = async (organization: Organization) => (await told(organization)).map(({ action }) => action);

test('AP-3: a request that waits is told as created, and its decision as approved or denied, by whom', async () => {
  const { owner, member, organization, webhook } = await aListener();
  await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'APPROVED');
  await app.aToken(member, organization.login);
  await app.decideAll(owner, organization, 'DENIED');

  const rows = await told(organization);
  expect(rows.map(({ action, sender_user_id: sender }) => [action, sender])).toEqual([
    ['created', member.id],
    ['approved', owner.id],
    ['created', member.id],
    ['denied', owner.id],
  ]);
  expect(new Set(rows.map(({ webhook_id: id }) => id))).toEqual(new Set([webhook.id]));
});

test("AP-3, RQ-2: what is approved automatically is told as that alone, in its user's name", async () => {
  const { owner, member, organization } = await aListener();
  await app.aToken(owner, organization.login);
  await app.setPolicy(organization, { approval: 'NOT_REQUIRED' });
  await app.aToken(member, organization.login);
  expect(await told(organization)).toMatchObject([
    { action: 'approved', sender_user_id: owner.id },
    { action: 'approved', sender_user_id: member.id },
  ]);
});

test('AP-3, RQ-8: each end of a request that waits is told as cancelled: withdrawn, edited, deleted, expired, left', async () => {
  const { owner, member, organization } = await aListener();
  const caller = await app.sessionOf(member);
  const requestOf = async ({ token }: { token: { id: number } }): Promise<number> =>
    (await app.database.query('SELECT id FROM token_requests WHERE token_id = $1', [token.id]))[0].id;

  await cancelTokenRequest(caller, await requestOf(await app.aToken(member, organization.login)));
  expect(await actions(organization)).toEqual(['created', 'cancelled']);

  const { token } = await app.aToken(member, organization.login);
  await edited(app, member, token.id, { permissions: { contents: 'write' } });
  expect((await actions(organization)).slice(2)).toEqual(['created', 'cancelled', 'created']);

  await deleteToken(caller, token.id);
  expect((await actions(organization)).slice(5)).toEqual(['cancelled']);

  await app.aToken(member, organization.login, { expiresInDays: 1 });
  const later = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
  await cancelExpiredRequests({ database: app.database, now: later });
  expect((await told(organization)).slice(6)).toMatchObject([
    { action: 'created' },
    { action: 'cancelled', sender_user_id: null },
  ]);

  await app.aToken(member, organization.login);
  await removeOrganizationMember(await app.sessionOf(owner), { organization: organization.login, login: member.login });
  expect((await actions(organization)).slice(8)).toEqual(['created', 'cancelled']);
});

test('AP-3: told are the webhooks of the organization and of Apps that may read requests there, and no others', async () => {
  const { owner, member, organization, webhook } = await aListener();
  const other = await aListener();
  const hookOf = async (permission: string) => {
    const asks = { permissions: { [permission]: 'read' } } as const;
    const bot = await anAppOn(app, other.organization, asks, { on: organization });
    return aWebhook(app, other.owner, { appId: bot.app.id, url });
  };
  const reads = await hookOf(REQUESTS);
  const suspended = await hookOf(REQUESTS);
  await app.database.query('UPDATE app_installations SET suspended_at = now() WHERE app_id = $1', [suspended.appId]);
  await hookOf('members');
  await aWebhook(app, owner, { organization: organization.login, url, isActive: false });

  await app.aToken(member, organization.login);

  const rows = await told(organization);
  expect(rows.map(({ webhook_id: id }) => id)).toEqual([webhook.id, reads.id]);
  expect(rows).toMatchObject([{ installation_id: null }, { installation_id: expect.any(Number) }]);
});

test('ML-4, AP-3: the delivery and its job are rows of the transaction that decides: there before it commits, gone if it does not', async () => {
  const { member, organization, webhook } = await aListener();
  const [id] = (await app.manyRequests(organization, member, 1)) as [number];
  const jobsOf = (tx: Tx, rows: { id: number }[]): Promise<object[]> =>
    tx.query('SELECT max_attempts, flags FROM graphile_worker.jobs WHERE key = ANY($1)', [
      rows.map((row) => `webhook delivery ${row.id}`),
    ]);
  const deliveries = (tx: Tx): Promise<{ id: number }[]> =>
    tx.query('SELECT id FROM webhook_deliveries WHERE request_id = $1', [id]);

  const undone = app.database.transaction(async (tx) => {
    await tellWebhooks(tx, 'created', [{ id, organizationId: organization.id }], {
      actor: systemActor,
      now: new Date(),
    });
    const rows = await deliveries(tx);
    expect(rows).toHaveLength(1);
    const flags = { [`webhook ${webhook.id}`]: true, [`webhooks of organization ${organization.id}`]: true };
    expect(await jobsOf(tx, rows)).toEqual([{ max_attempts: 8, flags }]);
    throw new Error('undone');
  });

  await expect(undone).rejects.toThrow('undone');
  expect(await deliveries(app.database.manager)).toEqual([]);
});

test('RQ-6, AP-3: a thousand decisions told to two webhooks take as many statements as one told to one, and one told to nobody two less', async () => {
  const team = await aListener();
  const silent = await app.aTeam();
  const database = await connect({ url: app.databaseUrl, entities: ENTITIES, migrations: MIGRATIONS });
  const statementsFor = async ({ owner, member, organization }: typeof silent, count: number) => {
    await app.manyRequests(organization, member, count);
    const caller = { ...(await app.sessionOf(owner)), database };
    const counter = countStatements(database);
    const wish = { organization: organization.login, decision: 'DENIED', filter: {}, asOf: new Date() } as const;
    await decideTokenRequests(caller, wish);
    counter.stop();
    return counter.statements;
  };

  const nobody = await statementsFor(silent, 1);
  const one = await statementsFor(team, 1);
  await aWebhook(app, team.owner, { organization: team.organization.login, url });
  const thousand = await statementsFor(team, 1000);
  await database.destroy();

  expect(thousand.length).toBe(one.length);
  expect(one.length).toBe(nobody.length + 1);
  expect(nobody.filter((text) => text.includes('webhook'))).toHaveLength(1);
  expect(await told(team.organization)).toHaveLength(2001);
});

test('a webhook that is deleted at this very moment is left out, and fails no decision', async () => {
  const { owner, member, organization, webhook } = await aListener();
  await app.manyRequests(organization, member, 1);
  const runner = app.database.createQueryRunner();
  await runner.startTransaction();
  await runner.query('DELETE FROM webhooks WHERE id = $1', [webhook.id]);
  const decided = app.decideAll(owner, organization, 'APPROVED');
  // It waits for the deletion, which then commits.
  const waits = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%listener%' AND datname = current_database()`;
  await expect.poll(async () => (await app.database.query(waits))[0].count, { timeout: 10_000 }).toBe(1);
  await runner.commitTransaction();
  await runner.release();

  expect(await decided).toBe(1);
  expect(await told(organization)).toEqual([]);
});

test('a webhook of many deliveries that is being deleted keeps no decision waiting', async () => {
  const { owner, member, organization, webhook } = await aListener();
  await app.manyRequests(organization, member, 1);
  const runner = app.database.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 FOR UPDATE', [webhook.id]);
  const deleted = deleteWebhook(await app.sessionOf(owner), webhook.id);
  const waits = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE FROM%webhook%' AND datname = current_database()`;
  await expect.poll(async () => (await app.database.query(waits))[0].count, { timeout: 10_000 }).toBe(1);

  expect(await app.decideAll(owner, organization, 'APPROVED')).toBe(1);

  await runner.commitTransaction();
  await runner.release();
  await deleted;
  expect(await told(organization)).toEqual([]);
});
