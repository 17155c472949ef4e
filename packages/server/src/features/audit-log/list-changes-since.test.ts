import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';
import { listChangesSince } from './list-changes-since.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

test('what changed in a policy is found without reading the rest of a long log, of an organization and of an enterprise', async () => {
  const { owner, organization } = await app.aTeam();
  const enterprise = await app.anEnterprise(owner, organization);
  const logs = [{ organizationId: organization.id }, { enterpriseId: enterprise.id }] as const;
  await app.database.query(
    `INSERT INTO audit_entries (organization_id, enterprise_id, action, at, details)
     SELECT CASE WHEN n % 2 = 0 THEN $1::bigint END, CASE WHEN n % 2 = 1 THEN $2::bigint END,
            'personal_access_token.access_granted', now(), '{}' FROM generate_series(1, 20000) n`,
    [organization.id, enterprise.id],
  );
  await app.database.query('ANALYZE audit_entries');
  // oxlint-disable no-await-in-loop -- one log after the other
  for (const log of logs) {
    const counted = await app.countStatements();
    await listChangesSince(app.database.manager, log, 0);
    counted.stop();
    const plan = await app.database.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${counted.statements.at(-1)}`);
    expect(JSON.stringify(plan)).toContain('audit_entries_policy_idx');
  }
});
