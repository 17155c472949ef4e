import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import { TestApp } from '../../testing/test-app.ts';
import { gitRoutes } from './git.routes.ts';
import { callHttpBackend } from './http-backend.ts';

let app: TestApp;
let repository: RepositoryInSight;
beforeAll(async () => {
  app = await TestApp.open();
  const owner = await app.aPerson('owner');
  repository = await app.aRepository(owner, 'owner', 'PUBLIC');
});
afterAll(() => app.close());

/** How many programs that this process started are still there. */
const children = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

test('a client that leaves while the database is read starts no git', async () => {
  const server = fastify({ forceCloseConnections: true });
  await server.register(gitRoutes, { database: app.database, settings: app.settings, clock: () => new Date() });
  await server.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  const { port } = server.server.address() as AddressInfo;
  const before = children();

  const connected = once(server.server, 'connection') as Promise<[Socket]>;
  const client = connectSocket(port, '127.0.0.1');
  const [socket] = await connected;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await app.database.transaction(async (tx) => {
    await tx.query('LOCK TABLE repositories IN ACCESS EXCLUSIVE MODE');
    client.write(
      `POST /git/owner/${repository.name}.git/git-upload-pack HTTP/1.1\r\nhost: localhost\r\n` +
        'content-type: application/x-git-upload-pack-request\r\ncontent-length: 1000\r\n\r\n0032want',
    );
    const waiting = `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'repositories'::regclass`;
    await expect.poll(async () => (await app.database.query(waiting))[0].count).toBe(1);
    client.destroy();
    await closed;
  });

  // By the time a whole request has been answered, the one before it has had its row.
  const address = `http://127.0.0.1:${port}/git/owner/${repository.name}.git/info/refs?service=git-upload-pack`;
  expect((await fetch(address)).status).toBe(200);
  await expect.poll(children).toBe(before);
});

test('git ends when the body that it waits for was cut off', async () => {
  const before = children();
  const body = new PassThrough();
  const request = Object.assign(body, {
    method: 'POST',
    headers: { 'content-type': 'application/x-git-upload-pack-request' },
    socket: {},
  }) as unknown as IncomingMessage;
  const call = callHttpBackend({
    directory: gitDirectoryOf(app.settings.gitRoot, repository.id),
    address: { service: 'git-upload-pack', path: 'git-upload-pack' },
    request,
    userName: null,
    signal: new AbortController().signal,
    onFailure: () => {},
  });
  await expect.poll(children).toBe(before + 1);

  body.destroy();

  await call.then(({ body: answer }) => answer.resume()).catch(() => {});
  await expect.poll(children).toBe(before);
});
