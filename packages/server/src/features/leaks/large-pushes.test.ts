import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setInterval } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTokenSecret } from '../../access/secrets.ts';
import { countStatements } from '../../platform/database/database.ts';
import { LeakYard } from '../../testing/leak-yard.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { findTips } from '../repositories/start-git.ts';
import { streamObjects } from './read-objects.ts';
import { scanRange } from './scan-for-leaks.job.ts';

const MEGABYTE = 2 ** 20;

let yard: LeakYard;
beforeAll(async () => {
  yard = await LeakYard.open();
});
afterAll(() => yard.close());

/** A commit of the files on `main` of the working copy. */
async function importFiles(
  { name }: RepositoryInSight,
  files: Iterable<[path: string, content: Buffer]>,
): Promise<void> {
  function* stream() {
    yield 'commit refs/heads/main\ncommitter Somebody <somebody@example.test> 1790000000 +0000\ndata 5\nLarge\n';
    for (const [path, content] of files) {
      yield `M 100644 inline ${path}\ndata ${content.length}\n`;
      yield content;
      yield '\n';
    }
  }
  // Neither to be stored nor to be sent small: that is only time.
  await yard.git.must(['config', 'core.compression', '0'], name);
  const child = spawn('git', ['fast-import', '--quiet'], {
    cwd: join(yard.git.home, name),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  await Promise.all([pipeline(Readable.from(stream()), child.stdin), once(child, 'exit')]);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use, without what only waits to be cleared away. */
function memoryHeld(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const OFTEN = 10;

/** Asks the server again and again while something is done, and leaves it time to do it; how long that took, and the slowest answer. */
async function answersWhile(act: () => Promise<unknown>) {
  const begun = performance.now();
  const after = () => performance.now() - begun;
  const over = new AbortController();
  const done = act().finally(() => over.abort());
  let [count, slowest] = [0, 0];
  for await (const _ of setInterval(OFTEN)) {
    if (over.signal.aborted) break;
    const asked = after();
    expect((await fetch(`${yard.app.address}/healthz`)).status).toBe(200);
    slowest = Math.max(slowest, after() - asked);
    count++;
  }
  await done;
  return { count, slowest, total: after() };
}

const repositoryOf = ({ id, name }: RepositoryInSight) => ({ id, name: `pusher/${name}` });

test('EX-4: a push of a hundred thousand files: others are answered meanwhile, and what leaked is dead', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  function* files(): Generator<[string, Buffer]> {
    for (let at = 0; at < 100_000; at++)
      yield [`folder-${at % 300}/file-${at}.txt`, Buffer.from(`content of file ${at}\n`)];
    yield ['zzz', Buffer.from(secret)];
  }
  await importFiles(repository, files());

  const { count, slowest, total } = await answersWhile(async () =>
    expect(await yard.push(repository)).toMatchObject({ code: 0 }),
  );
  expect(count).toBeGreaterThan(20);
  expect(slowest).toBeLessThan(total / 4);
  await yard.app.jobsDone();
  expect(await yard.holds(secret)).toBe(false);
}, 120_000);

test('EX-4: a push of a hundred megabytes: held neither in time nor in memory', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const large = Buffer.concat([randomBytes(100 * MEGABYTE), Buffer.from(secret)]);
  await importFiles(repository, [['large', large]]);
  const { count, slowest, total } = await answersWhile(async () =>
    expect(await yard.push(repository)).toMatchObject({ code: 0 }),
  );

  expect(count).toBeGreaterThan(20);
  expect(slowest).toBeLessThan(total / 4);
  await yard.app.jobsDone();
  expect(await yard.holds(secret)).toBe(false);

  const range = { tips: await findTips(yard.directoryOf(repository)), before: [] };
  const before = memoryHeld();
  let [read, looks] = [0, 0];
  for await (const chunk of streamObjects(yard.directoryOf(repository), range, new AbortController().signal)) {
    read += chunk.length;
    if (read < looks * 20 * MEGABYTE) continue;
    looks++;
    expect(memoryHeld() - before).toBeLessThan(large.length / 2);
  }
  expect(read).toBeGreaterThan(large.length);
}, 120_000);

test('EX-4: ten thousand that look like secrets and are none are looked up in batches', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const lookalikes = Array.from({ length: 10_000 }, () => makeTokenSecret('CLASSIC').secret);
  const tip = await yard.commit(repository, { list: [...lookalikes, secret].join('\n') });
  await yard.git.must(['push', '--quiet', yard.directoryOf(repository), 'main'], repository.name);
  const { database, settings } = yard.app;
  const counter = countStatements(database);
  await scanRange({ database, settings, clock: () => new Date() }, repositoryOf(repository), {
    range: { tips: [tip], before: [] },
    signal: new AbortController().signal,
  });
  counter.stop();
  expect(counter.statements.length).toBeLessThan(60);
  expect(await yard.holds(secret)).toBe(false);
});
