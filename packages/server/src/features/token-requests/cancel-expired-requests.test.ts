import { afterAll, beforeAll, expect, test } from 'vitest';
import { startListening } from '../../platform/database/notifications.ts';
import { createLog } from '../../platform/telemetry/log.ts';
import { TestApp } from '../../testing/test-app.ts';
import { TOKEN_REQUESTS_CHANNEL } from './announce-token-requests.ts';
import { cancelExpiredRequests } from './cancel-expired-requests.job.ts';

const DAY = 86_400_000;
const madeAt = new Date('2099-01-01T00:00:00.000Z');
const expiresAt = new Date(madeAt.getTime() + 30 * DAY);

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
  // Far ahead, so that the server's own clock never comes to where these tokens expire.
  app.now = madeAt;
});
afterAll(() => app.close());

const run = (now: Date) => cancelExpiredRequests({ database: app.database, now });
const statuses = async (ids: number[]) => {
  const sql = 'SELECT status, decided_at AS at FROM token_requests WHERE id = ANY($1) ORDER BY id';
  const rows: { status: string; at: Date | null }[] = await app.database.query(sql, [ids]);
  return rows.map(({ status, at }) => `${status} ${at?.toISOString() ?? '-'}`);
};
const entries = (organizationIds: number[]) =>
  app.database.query<object[]>(
    `SELECT actor_login AS actor, credential_kind AS kind, at, details->>'cause' AS cause FROM audit_entries
      WHERE organization_id = ANY($1) AND action = 'personal_access_token.request_cancelled'`,
    [organizationIds],
  );

test('RQ-8: a request ends in the millisecond in which its token expires, and once', async () => {
  const { member, organization } = await app.aTeam();
  const ids = await app.manyRequests(organization, member, 1);

  await run(new Date(expiresAt.getTime() - 1));
  expect(await statuses(ids)).toEqual(['PENDING -']);

  await run(expiresAt);
  await run(new Date(expiresAt.getTime() + DAY));

  expect(await statuses(ids)).toEqual([`CANCELLED ${expiresAt.toISOString()}`]);
  const decided =
    'SELECT decided_by_user_id AS person, decided_by_app_id AS app FROM token_requests WHERE id = ANY($1)';
  expect(await app.database.query(decided, [ids])).toEqual([{ person: null, app: null }]);
  const permissions = 'SELECT status FROM token_request_permissions WHERE request_id = ANY($1)';
  expect(await app.database.query(permissions, [ids])).toEqual([{ status: 'CANCELLED' }]);
  expect(await entries([organization.id])).toEqual([
    { actor: null, kind: null, at: expiresAt, cause: 'token_expired' },
  ]);
});

test('RQ-8: what is decided, and what belongs to a token that never expires, stays as it is', async () => {
  const { owner, member, organization } = await app.aTeam();
  const denied = await app.manyRequests(organization, member, 1);
  await app.decideAll(owner, organization, 'DENIED');
  const lasting = await app.manyRequests(organization, member, 1);
  await app.database.query(
    'UPDATE tokens SET expires_at = NULL WHERE id IN (SELECT token_id FROM token_requests WHERE id = ANY($1))',
    [lasting],
  );

  await run(expiresAt);

  expect(await statuses([...denied, ...lasting])).toEqual([`DENIED ${madeAt.toISOString()}`, 'PENDING -']);
});

test('RQ-8: two processes at once cancel each once, and every organization is told of its own', async () => {
  const [one, other] = [await app.aTeam(), await app.aTeam()];
  const ids = [
    ...(await app.manyRequests(one.organization, one.member, 3)),
    ...(await app.manyRequests(other.organization, other.member, 2)),
  ];
  const notifications = await startListening(app.databaseUrl, [TOKEN_REQUESTS_CHANNEL], createLog('silent'));
  const heard: unknown[] = [];
  notifications.on(TOKEN_REQUESTS_CHANNEL, (payload) => heard.push(payload));

  await Promise.all([run(expiresAt), run(expiresAt)]);

  expect(new Set(await statuses(ids))).toEqual(new Set([`CANCELLED ${expiresAt.toISOString()}`]));
  expect(await entries([one.organization.id, other.organization.id])).toHaveLength(5);
  await expect.poll(() => heard).toHaveLength(2);
  await notifications.stop();
  expect(heard).toEqual(
    expect.arrayContaining([
      { organizationId: one.organization.id, requestIds: ids.slice(0, 3) },
      { organizationId: other.organization.id, requestIds: ids.slice(3) },
    ]),
  );
});

test('RQ-8: a thousand take as many statements as one, and what is more goes in another transaction', async () => {
  const { member, organization } = await app.aTeam();
  const statementsFor = async (count: number) => {
    await app.manyRequests(organization, member, count);
    const counter = await app.countStatements();
    await run(expiresAt);
    counter.stop();
    return counter.statements;
  };
  const transactionsIn = (statements: string[]) => statements.filter((text) => text === 'COMMIT').length;

  const [one, most, more] = [await statementsFor(1), await statementsFor(999), await statementsFor(1_001)];

  expect(most.length).toBe(one.length);
  expect(transactionsIn(more)).toBe(2);
  expect(await entries([organization.id])).toHaveLength(2_001);
});
