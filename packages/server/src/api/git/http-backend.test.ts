import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGitRepository, gitDirectoryOf } from '../../features/repositories/git-directory.ts';
import type { User } from '../../features/users/user.entity.ts';
import { GitClient } from '../../testing/git-client.ts';
import { TestApp } from '../../testing/test-app.ts';
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

test('a large clone streams: what the server holds does not grow with it', async () => {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 5);
  const outcome = await git.run(['clone', '--quiet', '--bare', `${app.address}/git/owner/${large.name}.git`, 'clone']);
  clearInterval(watch);
  expect(outcome).toMatchObject({ code: 0 });
  console.log('MOST', most);
  expect(most).toBeLessThan(LARGE * 0.75);
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

test('git that ends without an answer is an error', async () => {
  const call = callHttpBackend({
    directory: large.directory,
    address: { service: 'git-upload-pack', path: 'git-upload-pack' },
    request: requestOf('POST', new PassThrough()),
    userName: null,
    signal: AbortSignal.abort(),
    onFailure: () => {},
  });
  await expect(call).rejects.toThrow('git http-backend ended without an answer');
});
