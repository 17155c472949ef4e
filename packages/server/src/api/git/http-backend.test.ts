import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createGitRepository, gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import type { User } from '../../features/users/user.entity.ts';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
import { gitRoutes } from './git.routes.ts';
import { callHttpBackend } from './http-backend.ts';

const MEGABYTE = 1024 * 1024;
const LARGE = 60 * MEGABYTE;

let app: TestApp;
let git: GitClient;
let owner: User;
let large: { name: string; directory: string; head: string };

/** A public repository with 60 MB that do not compress. */
beforeAll(async () => {
  app = await TestApp.open();
  git = await GitClient.create();
  owner = await app.aPerson('owner');
  const { id, name } = await app.aRepository(owner, 'owner', 'PUBLIC');
  const directory = gitDirectoryOf(app.settings.gitRoot, id);
  await git.must(['init', '--quiet', '--initial-branch=main', 'work']);
  await writeFile(join(git.home, 'work', 'large'), randomBytes(LARGE));
  await git.must(['add', '.'], 'work');
  await git.must(['commit', '--quiet', '-m', 'Large'], 'work');
  await git.must(['push', '--quiet', directory, 'main'], 'work');
  large = { name, directory, head: (await git.must(['rev-parse', 'HEAD'], 'work')).trim() };
});

afterAll(async () => {
  await git.remove();
  await app.close();
});

test('a large repository is cloned', async () => {
  const url = `${app.address}/git/owner/${large.name}.git`;
  expect(await git.run(['clone', '--quiet', '--bare', url, 'clone'])).toMatchObject({ code: 0 });
});

test('a client that reads slowly makes git wait: what is not read yet is not held', async () => {
  const server = fastify({ forceCloseConnections: true });
  await server.register(gitRoutes, { database: app.database, settings: app.settings, clock: () => new Date() });
  await server.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  const connected = once(server.server, 'connection') as Promise<[Socket]>;
  const client = request({
    port: (server.server.address() as AddressInfo).port,
    path: `/git/owner/${large.name}.git/git-upload-pack`,
    method: 'POST',
    headers: { 'content-type': 'application/x-git-upload-pack-request' },
  }).end(wantsAll());
  const [socket] = await connected;
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  response.pause();

  let written = 0;
  const hasStalled = () => {
    const before = written;
    written = socket.bytesWritten;
    return written > 0 && written === before;
  };
  await expect.poll(hasStalled, { interval: 250, timeout: 10_000 }).toBe(true);
  expect(written).toBeLessThan(LARGE / 2);

  let read = 0;
  for await (const chunk of response) read += (chunk as Buffer).length;
  expect(read).toBeGreaterThan(LARGE);
});

test('a large push streams, in chunks of no told length', async () => {
  const { id, name } = await app.aRepository(owner, 'owner', 'PRIVATE');
  const { secret } = await app.aToken(owner, 'owner', { permissions: { contents: 'write' } });
  const url = `${app.address.replace('://', `://x:${secret}@`)}/git/owner/${name}.git`;
  expect(await git.run(['push', '--quiet', url, 'main'], 'work')).toMatchObject({ code: 0 });
  expect((await git.must(['--git-dir', gitDirectoryOf(app.settings.gitRoot, id), 'rev-parse', 'main'])).trim()).toBe(
    large.head,
  );
});

/** What `git http-backend` is handed: as much of a request as it reads. */
const requestOf = (method: string, body: Readable, headers: IncomingMessage['headers'] = {}) =>
  Object.assign(body, { method, headers, socket: {} }) as unknown as IncomingMessage;

const packet = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;
/** What a client sends that has nothing yet. */
const wantsAll = () => `${packet(`want ${large.head}\n`)}0000${packet('done\n')}`;

test('git ends, with all that it started, when the client has gone', async () => {
  const body = Readable.from([Buffer.from(`${packet(`want ${large.head}\n`)}0000${packet('done\n')}`)], {
    objectMode: false,
  });
  const clientGone = new AbortController();
  const answer = await callHttpBackend({
    directory: large.directory,
    address: { service: 'git-upload-pack', path: 'git-upload-pack' },
    request: requestOf('POST', body, { 'content-type': 'application/x-git-upload-pack-request' }),
    userName: null,
    signal: clientGone.signal,
    onFailure: () => expect.unreachable('an end that was asked for is no failure'),
  });
  expect(answer.status).toBe(200);
  let read = 0;
  answer.body.on('data', (chunk: Buffer) => {
    read += chunk.length;
    clientGone.abort();
  });
  // The pipe closes when its last holder has ended.
  await once(answer.body, 'close');
  expect(read).toBeLessThan(LARGE / 2);
});

test('a repository whose folder is gone is answered with an error, and the door goes on', async () => {
  const { id, name } = await app.aRepository(owner, 'owner', 'PUBLIC');
  const address = `${app.address}/git/owner/${name}.git/info/refs?service=git-upload-pack`;
  await rm(gitDirectoryOf(app.settings.gitRoot, id), { recursive: true });
  const answer = await fetch(address);
  expect([answer.status, await answer.text()]).toEqual([
    500,
    expect.stringMatching(/^Something broke on our side\. Request \S+\n$/),
  ]);
  await createGitRepository(app.settings.gitRoot, id);
  expect((await fetch(address)).status).toBe(200);
});

test('for a client that has gone already no git is started', async () => {
  const call = callHttpBackend({
    directory: large.directory,
    address: { service: 'git-upload-pack', path: 'git-upload-pack' },
    request: requestOf('POST', new PassThrough(), { 'content-type': 'application/x-git-upload-pack-request' }),
    userName: null,
    signal: AbortSignal.abort(),
    onFailure: () => {},
  });
  await expect(call).rejects.toThrow('The client had gone before git began');
});
