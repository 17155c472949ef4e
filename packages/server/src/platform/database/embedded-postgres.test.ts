import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'countersign-embedded-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function ask(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Another process with a server in `dataDir`, and the address that it was given. */
async function anotherProcess({ fast = true } = {}): Promise<{ child: ChildProcess; url: string }> {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, fast: ${fast} });
    console.log(url);
    setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, url };
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const postmasterOf = async () =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);

test('it keeps its data over a stop, knows Korean trigrams, and hides its password', async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  await ask(first.url, 'CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin; CREATE TABLE kept AS SELECT 1 AS value');
  expect(await ask(first.url, `SELECT array_length(show_trgm('토큰'), 1) AS trigrams`)).toEqual([{ trigrams: 3 }]);
  await first.stop();
  await expect(ask(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

  const second = await startEmbeddedPostgres({ dataDir });
  expect(await ask(second.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  expect((await stat(join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
  await expect(ask(second.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password');
  await second.stop();
});

test('a server that outlived its process is used again, and stopped by the one that took it over', async () => {
  const { child, url } = await anotherProcess();
  await kill(child);

  const again = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(again.url).toBe(url);
  await again.stop();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
});

test('a server that was killed together with its process recovers', async () => {
  const { child, url } = await anotherProcess({ fast: false });
  await ask(url, 'CREATE TABLE kept AS SELECT 1 AS value');
  process.kill(await postmasterOf(), 'SIGKILL');
  await kill(child);

  const again = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(await ask(again.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  await again.stop();
});

test('beside a process that is alive it is a guest, whose stop leaves the server alone', async () => {
  const { child, url } = await anotherProcess();
  const guest = await startEmbeddedPostgres({ dataDir, fast: true });
  expect(guest.url).toBe(url);
  await guest.stop();
  expect(await ask(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);

  await kill(child);
  await (await startEmbeddedPostgres({ dataDir })).stop();
});

test('of two first starts at once both get the same server', async () => {
  const [one, two] = await Promise.all([
    startEmbeddedPostgres({ dataDir, fast: true }),
    startEmbeddedPostgres({ dataDir, fast: true }),
  ]);
  expect(one.url).toBe(two.url);
  await one.stop();
  await two.stop();
});

test('it runs below a folder that nobody else may enter', async () => {
  const closed = join(dataDir, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o700);
  const server = await startEmbeddedPostgres({ dataDir: join(closed, 'deep'), fast: true });
  expect(await ask(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  await server.stop();
  expect((await stat(closed)).mode & 0o777).toBe(0o700);
});
