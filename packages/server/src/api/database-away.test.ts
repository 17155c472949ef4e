import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect as dial, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createGitRepository } from '../features/repositories/git-directory.ts';
import { insertRepository } from '../features/repositories/repository.store.ts';
import { createUser } from '../features/users/create-user.ts';
import { connect } from '../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../platform/database/entities.ts';
import { createTestDatabase } from '../testing/test-cluster.ts';
import { gateRoutes } from './gate/gate.routes.ts';
import { gitRoutes } from './git/git.routes.ts';
import { oauthRoutes } from './oauth/oauth.routes.ts';
import { createRateLimits } from './rate-limits.ts';
import { restRoutes } from './rest/rest.routes.ts';

/** A wire to the database that can be cut. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private server!: Server;

  async lay(databaseUrl: string): Promise<string> {
    const url = new URL(databaseUrl);
    const target = { host: url.hostname, port: Number(url.port) };
    this.server = createServer((near) => {
      if (this.isCut) {
        near.destroy();
        return;
      }
      const far = dial(target);
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
      }
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  remove(): void {
    this.cut();
    this.server.close();
  }
}

/** The doors for programs, with a public repository behind them. */
async function openDoors(wire: Wire) {
  const { url, drop } = await createTestDatabase();
  const database = await connect({ url: await wire.lay(url), entities: ENTITIES, migrations: MIGRATIONS });
  const gitRoot = await mkdtemp(join(tmpdir(), 'countersign-git-'));
  const settings = {
    publicUrl: 'http://countersign.test',
    gitRoot,
    optInByDefault: true,
    demonstration: false,
    webhookAllowPrivate: false,
    encryptionKey: Buffer.alloc(32),
  };
  const rateLimits = createRateLimits({ rateLimit: 0, rateLimitAnonymous: 0 });
  const doors = { database, settings, rateLimits, clock: () => new Date() };
  // A connection that falls idle while the server closes would be waited for.
  const server = fastify({ forceCloseConnections: true });
  await server.register(gitRoutes, doors);
  await server.register(restRoutes, doors);
  await server.register(gateRoutes, doors);
  await server.register(oauthRoutes, doors);
  onTestFinished(async () => {
    await server.close();
    await database.destroy();
    wire.remove();
    await drop();
    await rm(gitRoot, { recursive: true, force: true });
  });
  const id = await database.transaction(async (tx) => {
    const now = new Date();
    const user = await createUser(tx, { login: 'owner', email: 'owner@example.test', password: 'correct horse' }, now);
    const row = {
      ownerUserId: user.id,
      ownerOrganizationId: null,
      name: 'website',
      description: null,
      visibility: 'PUBLIC',
      createdAt: now,
    } as const;
    return insertRepository(tx, row);
  });
  await createGitRepository(gitRoot, id!);
  return server.listen({ port: 0, host: '127.0.0.1' });
}

test('while the database is away the doors answer 503, and work again by themselves when it is back', async () => {
  const wire = new Wire();
  const address = await openDoors(wire);
  const git = () => fetch(`${address}/git/owner/website.git/info/refs?service=git-upload-pack`);
  const rest = () => fetch(`${address}/api/v3/repos/owner/website`);
  const gate = () => fetch(`${address}/gate?owner=owner&repository=website&permission=contents:read`);
  const introspection = () => {
    const form = { client_id: 'nobody', client_secret: 'nothing', token: 'nothing' };
    return fetch(`${address}/oauth/introspect`, { method: 'POST', body: new URLSearchParams(form) });
  };
  const all = async () => (await Promise.all([git(), rest(), gate(), introspection()])).map(({ status }) => status);
  expect(await all()).toEqual([200, 200, 204, 401]);

  wire.cut();
  const [byGit, byRest] = await Promise.all([git(), rest()]);
  expect([byGit.status, byGit.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(await byGit.text()).toBe('The service cannot reach its database. Try again soon.\n');
  expect([byRest.status, await byRest.json()]).toEqual([503, expect.objectContaining({ status: '503' })]);
  expect(byRest.headers.get('retry-after')).toBe('1');
  expect(await all()).toEqual([503, 503, 503, 503]);

  wire.mend();
  expect(await all()).toEqual([200, 200, 204, 401]);
});
