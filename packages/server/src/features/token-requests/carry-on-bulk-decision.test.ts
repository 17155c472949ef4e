import { LIMITS } from '@countersign/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../access/viewer.ts';
import { anAppOn } from '../../testing/an-app.ts';
import { anAppUserToken } from '../../testing/app-user.ts';
import { REVIEWER } from '../../testing/installed-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import { insertBulkDecision } from './bulk-decision.store.ts';
import { carryOnBulkDecision, nextSize } from './carry-on-bulk-decision.job.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const sql = (statement: string, ...values: unknown[]) => app.database.query(statement, values);

async function aBulk(owner: User, organization: Organization, totalCount: number, by: Partial<Actor> = {}) {
  const { viewer } = await app.sessionOf(owner);
  const now = new Date();
  return insertBulkDecision(app.database.manager, {
    organizationId: organization.id,
    decision: 'APPROVED',
    filter: { lastUsedBefore: null, text: 'many' },
    asOf: now,
    reason: null,
    actor: { ...viewer.actor, ...by },
    totalCount,
    createdAt: now,
  });
}
const carryOn = (id: number) =>
  carryOnBulkDecision({ id, size: 500 }, { database: app.database, settings: app.settings, now: new Date() });
const progressOf = async (id: number) =>
  (
    await sql('SELECT status, decided_count AS decided, failure_count AS failed FROM bulk_decisions WHERE id = $1', id)
  )[0];
const countsOf = async ({ id }: Organization) => {
  const [counts] = await sql(
    `SELECT (SELECT count(*) FROM token_requests WHERE organization_id = $1 AND status = 'APPROVED') AS approved,
            (SELECT count(*) FROM token_grants WHERE organization_id = $1) AS granted,
            (SELECT count(*) FROM audit_entries WHERE organization_id = $1 AND action LIKE '%.request_approved') AS audited`,
    id,
  );
  return counts;
};

test('RQ-6: a batch whose process dies is done not at all, and then wholly, once', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, LIMITS.decisionBatch + 5);
  const bulk = await aBulk(owner, organization, LIMITS.decisionBatch + 5);

  // The last thing a batch writes is how far it is: that fails, as if the process had ended there.
  await sql(`ALTER TABLE bulk_decisions ADD CONSTRAINT dies CHECK (cursor_id = 0)`);
  await expect(carryOn(bulk.id)).rejects.toThrow('dies');
  expect(await countsOf(organization)).toEqual({ approved: 0, granted: 0, audited: 0 });
  expect(await progressOf(bulk.id)).toEqual({ status: 'RUNNING', decided: 0, failed: 0 });

  await sql('ALTER TABLE bulk_decisions DROP CONSTRAINT dies');
  await Promise.all([carryOn(bulk.id), carryOn(bulk.id), carryOn(bulk.id)]);
  const all = LIMITS.decisionBatch + 5;
  expect(await countsOf(organization)).toEqual({ approved: all, granted: all, audited: all });
  expect(await progressOf(bulk.id)).toEqual({ status: 'DONE', decided: all, failed: 0 });
});

test('RQ-6: those that cannot be decided are counted and do not stop the others', async () => {
  const { owner, member, organization } = await app.aTeam();
  const ids = await app.manyRequests(organization, member, 3);
  await sql(
    'UPDATE tokens SET revoked_at = now() WHERE id = (SELECT token_id FROM token_requests WHERE id = $1)',
    ids[1],
  );
  const bulk = await aBulk(owner, organization, 3);
  await carryOn(bulk.id);
  expect(await progressOf(bulk.id)).toEqual({ status: 'DONE', decided: 2, failed: 1 });
});

test.each([
  ['is an owner no more', `UPDATE memberships SET role = 'MEMBER' WHERE user_id = $1`],
  ['has left', 'DELETE FROM memberships WHERE user_id = $1'],
  ['is suspended', 'UPDATE users SET suspended_at = now() WHERE id = $1'],
])('EX-9: it stops where who decides %s', async (_, change) => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 2);
  const bulk = await aBulk(owner, organization, 2);
  await sql(change, owner.id);
  await carryOn(bulk.id);
  expect(await progressOf(bulk.id)).toEqual({ status: 'DONE', decided: 0, failed: 2 });
  expect(await countsOf(organization)).toEqual({ approved: 0, granted: 0, audited: 0 });
});

test.each([
  ['is let', 'SELECT $1::bigint', { decided: 2, failed: 0 }],
  ['has been uninstalled', 'DELETE FROM app_installations WHERE app_id = $1', { decided: 0, failed: 2 }],
  [
    'is suspended there',
    'UPDATE app_installations SET suspended_at = now() WHERE app_id = $1',
    { decided: 0, failed: 2 },
  ],
  [
    'may only read by now',
    `UPDATE app_installation_permissions SET level = 'read' WHERE installation_id = (SELECT id FROM app_installations WHERE app_id = $1)`,
    { decided: 0, failed: 2 },
  ],
  [
    'may act for the person no more',
    'DELETE FROM application_authorizations WHERE app_id = $1',
    { decided: 0, failed: 2 },
  ],
  [
    'has lost its token, which somebody reported',
    'UPDATE tokens SET revoked_at = now() WHERE app_id = $1',
    { decided: 0, failed: 2 },
  ],
  [
    'has renewed its token',
    `WITH used AS (UPDATE tokens SET revoked_at = now(), authorization_code_id = 1 WHERE app_id = $1 RETURNING *)
     INSERT INTO tokens (kind, app_id, user_id, authorization_code_id, name, secret_hash, last_eight, created_at, issued_at)
     SELECT kind, app_id, user_id, authorization_code_id, name, 'renewed', '', now(), now() FROM used`,
    { decided: 2, failed: 0 },
  ],
  [
    'acts for somebody who is an owner no more',
    `UPDATE memberships SET role = 'MEMBER' WHERE user_id = (SELECT user_id FROM application_authorizations WHERE app_id = $1)`,
    { decided: 0, failed: 2 },
  ],
])('RQ-11: of what an owner’s App began no more is done than is let now: it %s', async (_, change, progress) => {
  const { owner, member, organization } = await app.aTeam();
  await app.manyRequests(organization, member, 2);
  const { app: bot } = await anAppOn(app, organization, { permissions: REVIEWER });
  const { token } = await anAppUserToken(app, owner.id, bot.id);
  const bulk = await aBulk(owner, organization, 2, { credentialKind: 'APP_USER', credentialId: token.id });
  await sql(change, bot.id);
  await carryOn(bulk.id);
  expect(await progressOf(bulk.id)).toEqual({ status: 'DONE', ...progress });
});

test.each([
  ['quick', 100, 10, 200],
  ['as long as is meant', 180, 500, 180],
  ['slow', 400, 2_000, 100],
  ['very slow', 100, 60_000, 10],
  ['quick, and large already', 400, 50, 500],
])('RQ-6: after a batch that was %s the next one holds what takes half a second', (_, size, took, next) => {
  expect(nextSize(size, took)).toBe(next);
});
