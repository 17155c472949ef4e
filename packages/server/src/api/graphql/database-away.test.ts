import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApp } from '../../app.ts';
import { createUser } from '../../features/users/create-user.ts';
import { connect, runMigrations } from '../../platform/database/database.ts';
import { startEmbeddedPostgres } from '../../platform/database/embedded-postgres.ts';
import { ENTITIES, MIGRATIONS } from '../../platform/database/entities.ts';
import { createLog } from '../../platform/telemetry/log.ts';

/** The whole server over a Postgres of its own, and a person who is signed in. */
async function openServer() {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-away-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const log = createLog('silent');
  let postgres = await startEmbeddedPostgres({ dataDir, fast: true });
  onTestFinished(() => postgres.stop());
  const { url } = postgres;
  const database = await connect({ url, entities: ENTITIES, migrations: MIGRATIONS });
  await runMigrations(database);
  const input = { login: 'mina', email: 'mina@example.test', password: 'correct horse' };
  await database.transaction((tx) => createUser(tx, input, new Date()));
  await database.destroy();
  const config = {
    publicUrl: 'http://countersign.test',
    gitRoot: join(dataDir, 'git'),
    optInDefault: true,
    demo: false,
    smtpUrl: null,
    mailFrom: 'Countersign <countersign@countersign.test>',
    trustProxy: false,
    digestHour: 8,
    encryptionKey: Buffer.alloc(32),
    webhookAllowPrivate: false,
    rateLimit: 0,
    rateLimitAnonymous: 0,
  };
  const app = await createApp({ config, databaseUrl: url, log });
  onTestFinished(() => app.stop());
  await app.server.listen({ port: 0, host: '127.0.0.1' });
  const address = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
  return {
    address,
    stopPostgres: () => postgres.stop(),
    startPostgres: async () => {
      postgres = await startEmbeddedPostgres({ dataDir, fast: true, port: Number(new URL(url).port) });
    },
  };
}

test('while the database is away GraphQL and sign-in answer 503, nobody is signed out, and all works again without a restart', async () => {
  const { address, stopPostgres, startPostgres } = await openServer();
  const headers = { 'content-type': 'application/json', 'x-countersign-csrf': '1' };
  const signIn = () =>
    fetch(`${address}/auth/sign-in`, { method: 'POST', headers, body: '{"login":"mina","password":"correct horse"}' });
  const cookie = (await signIn()).headers.getSetCookie()[0]!.split(';')[0]!;
  const ask = async (query: string, more: Record<string, string>) => {
    const response = await fetch(`${address}/api/graphql`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: object; errors?: { extensions: { code: string } }[] };
    return {
      status: response.status,
      data,
      code: errors?.[0]?.extensions.code,
      cookies: response.headers.getSetCookie(),
    };
  };
  const asMina = () => ask('{ viewer { login } }', { cookie });
  const asNobody = () => ask('{ user(login: "mina") { login } }', {});
  const ready = async () => (await fetch(`${address}/readyz`)).status;
  const working = { status: 200, data: { viewer: { login: 'mina' } } };
  expect(await asMina()).toMatchObject(working);

  await stopPostgres();
  const away = { status: 503, code: 'UNAVAILABLE', cookies: [] };
  expect(await asMina()).toMatchObject(away);
  expect(await asNobody()).toMatchObject(away);
  expect([(await signIn()).status, await ready()]).toEqual([503, 503]);

  await startPostgres();
  await vi.waitFor(async () => expect(await asMina()).toMatchObject(working), { timeout: 15_000, interval: 50 });
  expect(await asNobody()).toMatchObject({ status: 200, data: { user: { login: 'mina' } } });
  expect((await signIn()).status).toBe(204);
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 15_000, interval: 50 });
});
