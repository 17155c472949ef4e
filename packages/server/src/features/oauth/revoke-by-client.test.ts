import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { ResourceServer } from '../../testing/resource-server.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { AppInstallation } from '../apps/app-installation.entity.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

let app: TestApp;
let owner: User;
let member: User;
let acme: Organization;
let server: ResourceServer;
let installation: AppInstallation;
beforeAll(async () => {
  app = await TestApp.open();
  ({ owner, member, organization: acme } = await app.aTeam());
  server = await ResourceServer.of(app, owner, acme);
  installation = await server.install(acme);
});
afterAll(() => app.close());

const holds = async (secret: string) =>
  (await fetch(`${app.address}/api/v3/rate_limit`, { headers: { authorization: `Bearer ${secret}` } })).status !== 401;
const revocations = () =>
  app.database.query(
    `SELECT actor_app_id AS "appId", organization_id AS "organizationId", details->>'token_id' AS "tokenId" FROM audit_entries
      WHERE action = 'integration_installation.credential_revoked' ORDER BY id DESC`,
  );

test('EX-1, AU-1: a client revokes its token, which is dead at once; the organization’s log says so', async () => {
  const secret = await server.aToken(installation);
  expect(await holds(secret)).toBe(true);
  const { status, body } = await server.post('revoke', { token: secret, token_type_hint: 'refresh_token' });
  expect([status, body]).toEqual([200, null]);
  expect(await holds(secret)).toBe(false);
  const [entry] = await revocations();
  expect(entry).toEqual({ appId: server.app.id, organizationId: acme.id, tokenId: expect.any(String) });
});

test('RFC 7009: what was not made for the client is answered the same, and goes on holding', async () => {
  const other = await ResourceServer.of(app, owner, acme);
  const secrets = [
    (await app.aClassicToken(member)).secret,
    (await app.aToken(member, acme.login)).secret,
    await other.aToken(await other.install(acme)),
  ];
  const before = await revocations();
  for (const token of [...secrets, makeTokenSecret('APP_INSTALLATION').secret, 'nonsense']) {
    // oxlint-disable-next-line no-await-in-loop
    const { status, body } = await server.post('revoke', { token });
    expect([status, body]).toEqual([200, null]);
  }
  expect(await Promise.all(secrets.map(holds))).toEqual([true, true, true]);
  expect(await revocations()).toEqual(before);
});

test('who cannot say which client it is revokes nothing', async () => {
  const secret = await server.aToken(installation);
  const { status } = await server.post('revoke', { token: secret, client_id: server.app.clientId }, {});
  expect(status).toBe(401);
  expect(await holds(secret)).toBe(true);
});

test('revoked twice at once, it is written down once', async () => {
  const secret = await server.aToken(installation);
  const before = await revocations();
  const answers = await Promise.all([1, 2, 3].map(() => server.post('revoke', { token: secret })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await revocations()).toHaveLength(before.length + 1);
});
