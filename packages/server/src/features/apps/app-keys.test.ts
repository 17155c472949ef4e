import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf } from '../../access/secrets.ts';
import { anApp } from '../../testing/an-app.ts';
import { dumpOf } from '../../testing/database-dump.ts';
import { SignedApp } from '../../testing/signed-app.ts';
import { type Answer, type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';
import type { App } from './app.entity.ts';
import { authenticateClient } from './authenticate-client.ts';

const CREATE_KEY = `mutation ($input: CreateAppKeyInput!) { createAppKey(input: $input) {
  privateKey key { id databaseId fingerprint } app { keys { databaseId fingerprint } } } }`;
const DELETE_KEY =
  'mutation ($input: DeleteAppKeyInput!) { deleteAppKey(input: $input) { app { keys { databaseId } } } }';
const CREATE_SECRET = `mutation ($input: CreateAppClientSecretInput!) { createAppClientSecret(input: $input) {
  secret clientSecret { id databaseId lastEight } app { clientSecrets { databaseId lastEight } } } }`;
const DELETE_SECRET = `mutation ($input: DeleteAppClientSecretInput!) { deleteAppClientSecret(input: $input) {
  app { clientSecrets { databaseId } } } }`;

let server: TestApp;
let owner: User;
let member: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  ({ owner, member, organization: acme } = await server.aTeam());
});
afterAll(() => server.close());

const appId = ({ id }: App) => ({ input: { appId: String(id) } });
const createKey = (asker: Asker, app: App) => server.as(asker, CREATE_KEY, appId(app));
const createSecret = (asker: Asker, app: App) => server.as(asker, CREATE_SECRET, appId(app));
const deleteKey = (asker: Asker, keyId: string) => server.as(asker, DELETE_KEY, { input: { keyId } });
const deleteSecret = (asker: Asker, clientSecretId: string) =>
  server.as(asker, DELETE_SECRET, { input: { clientSecretId } });
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);
const latestIn = async ({ id }: Organization) =>
  server.database.query<{ action: string; details: object }[]>(
    'SELECT action, details FROM audit_entries WHERE organization_id = $1 ORDER BY id DESC LIMIT 1',
    [id],
  );

test('AP-1: an owner makes a key; its App signs in with it; the private half is in that answer and nowhere else', async () => {
  const { app } = await anApp(server, acme);
  const { data, errors } = await createKey(owner, app);
  expect(errors).toBeUndefined();
  const { privateKey, key } = data.createAppKey;

  expect((await new SignedApp(server, app, privateKey).ask('GET', '/app')).body).toMatchObject({ id: app.id });
  const der = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
  expect(key.fingerprint).toBe(createHash('sha256').update(der).digest('base64'));
  expect(data.createAppKey.app.keys).toHaveLength(2);
  expect(await latestIn(acme)).toEqual([
    {
      action: 'integration.generate_private_key',
      details: { key_id: key.databaseId, fingerprint: key.fingerprint },
    },
  ]);
  const dump = await dumpOf(server.database);
  expect(dump).not.toContain('PRIVATE KEY');
  expect(dump).not.toContain(privateKey.split('\n')[5]);
});

test('AP-1: what was signed with a deleted key is refused from the next request on; the other keys go on', async () => {
  const { app, signed: first } = await anApp(server, acme);
  const { privateKey, key } = (await createKey(owner, app)).data.createAppKey;
  const second = new SignedApp(server, app, privateKey);
  const jwt = await second.jwt();
  expect((await second.ask('GET', '/app')).status).toBe(200);

  const { data } = await deleteKey(owner, key.id);

  expect(data.deleteAppKey.app.keys).toHaveLength(1);
  const answer = await fetch(`${server.address}/api/v3/app`, { headers: { authorization: `Bearer ${jwt}` } });
  expect(answer.status).toBe(401);
  expect((await first.ask('GET', '/app')).status).toBe(200);
  expect(await latestIn(acme)).toMatchObject([{ action: 'integration.remove_private_key' }]);
  expect(codesOf(await deleteKey(owner, key.id))).toEqual(['NOT_FOUND']);
});

test('a client secret proves a client id, its own and no other, until it is deleted; of it there is a hash', async () => {
  const [{ app }, { app: other }] = [await anApp(server, acme), await anApp(server, acme)];
  const { data, errors } = await createSecret(owner, app);
  expect(errors).toBeUndefined();
  const { secret, clientSecret } = data.createAppClientSecret;

  expect(secret).toMatch(/^[0-9A-Za-z]{40}$/);
  expect(data.createAppClientSecret.app.clientSecrets).toEqual([
    { databaseId: clientSecret.databaseId, lastEight: secret.slice(-8) },
  ]);
  const proves = (clientId: string, clientSecretText = secret) =>
    authenticateClient(server.database, { clientId, clientSecret: clientSecretText });
  expect(await proves(app.clientId)).toMatchObject({ id: app.id });
  expect([
    await proves(other.clientId),
    await proves(app.clientId, `${secret}x`),
    await proves(app.clientId, ''),
  ]).toEqual([null, null, null]);
  const dump = await dumpOf(server.database);
  expect(dump).not.toContain(secret);
  expect(dump).toContain(hashOf(secret).toString('hex'));
  expect(await latestIn(acme)).toMatchObject([{ action: 'integration.generate_client_secret' }]);

  expect((await deleteSecret(owner, clientSecret.id)).data.deleteAppClientSecret.app.clientSecrets).toEqual([]);
  expect(await proves(app.clientId)).toBeNull();
  expect(await latestIn(acme)).toMatchObject([{ action: 'integration.remove_client_secret' }]);
  expect(codesOf(await deleteSecret(owner, clientSecret.id))).toEqual(['NOT_FOUND']);
});

test('AP-5: nobody else makes or deletes keys and secrets; a stranger is told the same as where there is none', async () => {
  const { app } = await anApp(server, acme);
  const { key } = (await createKey(owner, app)).data.createAppKey;
  const { clientSecret } = (await createSecret(owner, app)).data.createAppClientSecret;
  const stranger = (await server.aTeam()).owner;
  const { secret: token } = await server.aClassicToken(owner, { scopes: ['admin:org', 'repo'] });
  const attempts = (asker: Asker, [keyId, secretId, id]: [string, string, number]) =>
    Promise.all([
      createKey(asker, { id } as App),
      createSecret(asker, { id } as App),
      deleteKey(asker, keyId),
      deleteSecret(asker, secretId),
    ]);
  const there: [string, string, number] = [key.id, clientSecret.id, app.id];
  for (const [asker, code] of [[member, 'FORBIDDEN'] as const, [token, 'FORBIDDEN'] as const])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await attempts(asker, there)).flatMap(codesOf)).toEqual([code, code, code, code]);
  const told = async (ids: [string, string, number]) => (await attempts(stranger, ids)).map(({ errors }) => errors);
  expect(await told(there)).toEqual(await told(['987654', '987654', 987_654]));
  expect((await told(['nonsense', 'nonsense', 0])).flat()).toHaveLength(4);
  expect(await dumpOf(server.database)).toContain(key.fingerprint);
});

test('SN-3: making asks for a fresh password, deleting does not', async () => {
  const { app } = await anApp(server, acme);
  const { key } = (await createKey(owner, app)).data.createAppKey;
  server.now = new Date(Date.now() + 3 * 60 * 60 * 1000);
  const answers = [await createKey(owner, app), await createSecret(owner, app), await deleteKey(owner, key.id)];
  server.now = null;
  expect(answers.map(({ errors }) => errors?.[0]?.extensions['reauthenticate'])).toEqual([true, true, undefined]);
  expect(answers[2]!.errors).toBeUndefined();
});

test('an App has ten keys and ten client secrets at most, however many are made at once', async () => {
  const { app } = await anApp(server, acme);
  const keys = await Promise.all(Array.from({ length: 11 }, () => createKey(owner, app)));
  const secrets = await Promise.all(Array.from({ length: 12 }, () => createSecret(owner, app)));
  expect(keys.flatMap(codesOf).filter(Boolean)).toEqual(['CONFLICT', 'CONFLICT']);
  expect(secrets.flatMap(codesOf).filter(Boolean)).toEqual(['CONFLICT', 'CONFLICT']);
});

test('of two who delete a key at once one does, the other is told that it is gone', async () => {
  const { app } = await anApp(server, acme);
  const { key } = (await createKey(owner, app)).data.createAppKey;
  const answers = await Promise.all([1, 2].map(() => deleteKey(owner, key.id)));
  expect(answers.flatMap(codesOf).filter(Boolean)).toEqual(['NOT_FOUND']);
});
