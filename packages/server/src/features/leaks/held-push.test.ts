import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../platform/database/database.ts';
import { LeakYard } from '../../testing/leak-yard.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';

const soon = { timeout: 10_000 };

let yard: LeakYard;
beforeAll(async () => {
  yard = await LeakYard.open();
});
afterAll(() => yard.close());

/** What git sends to push `main`: what it wants of the ref, and a pack. */
async function aPush({ name }: RepositoryInSight, commit: string): Promise<Buffer> {
  await yard.git.must(['repack', '--quiet', '-ad'], name);
  const folder = join(yard.git.home, name, '.git', 'objects', 'pack');
  const pack = (await readdir(folder)).find((file) => file.endsWith('.pack'))!;
  const command = `${'0'.repeat(40)} ${commit} refs/heads/main\0 report-status`;
  const line = (command.length + 4).toString(16).padStart(4, '0') + command;
  return Buffer.concat([Buffer.from(`${line}0000`), await readFile(join(folder, pack))]);
}

/** Sends it; `answer` is what has come of the answer. */
function send(repository: RepositoryInSight, body: Buffer, headers: Record<string, string> = {}) {
  const sent = { answer: '', isOver: false, leave: () => void client.destroy() };
  const client = request(`${yard.urlOf(repository).replace(/\/\/[^@]+@/, '//')}/git-receive-pack`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`x:${yard.pushSecret}`).toString('base64')}`,
      'content-type': 'application/x-git-receive-pack-request',
      ...headers,
    },
  });
  client.on('error', () => {});
  client.on('response', (response) => {
    response.setEncoding('latin1').on('data', (chunk: string) => (sent.answer += chunk));
    response.on('end', () => (sent.isOver = true));
  });
  client.end(body);
  return sent;
}

/** Does it while nobody can end a token, though everybody can use theirs. */
const whileNothingEnds = (act: (isWaiting: () => Promise<boolean>) => Promise<void>) =>
  yard.app.database.transaction(async (tx: Tx) => {
    await tx.query('LOCK TABLE tokens IN EXCLUSIVE MODE');
    await act(async () => {
      const [{ count }] = await yard.app.database.query(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT "token"%' AND datname = current_database()`,
      );
      return count > 0;
    });
  });

test.each([
  ['as it is', (body: Buffer) => body, {}],
  ['compressed', gzipSync, { 'content-encoding': 'gzip' }],
] as const)('EX-4: the end of the answer waits for the scan; a push that comes %s', async (_, encode, headers) => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const body = await aPush(repository, await yard.commit(repository, { secret }));
  let sent: ReturnType<typeof send>;
  await whileNothingEnds(async (isWaiting) => {
    sent = send(repository, encode(body), headers);
    await expect.poll(isWaiting, soon).toBe(true);
    expect(sent.isOver).toBe(false);
    expect(sent.answer).not.toContain('ok refs/heads/main');
  });
  await expect.poll(() => sent.isOver, soon).toBe(true);
  expect(sent!.answer).toContain('ok refs/heads/main');
  expect(await yard.holds(secret)).toBe(false);
});

test('EX-4: a client that leaves before the end changes nothing: the scan goes on', async () => {
  const repository = await yard.aRepository();
  const { secret } = await yard.aSecret();
  const body = await aPush(repository, await yard.commit(repository, { secret }));
  await whileNothingEnds(async (isWaiting) => {
    const { leave } = send(repository, body);
    await expect.poll(isWaiting, soon).toBe(true);
    leave();
  });
  await expect.poll(() => yard.holds(secret), soon).toBe(false);
  await expect.poll(yard.scans, soon).toEqual([]);
});

test('EX-4: a push that breaks off leaves no scan behind', async () => {
  const repository = await yard.aRepository();
  const body = await aPush(repository, await yard.commit(repository, { readme: 'x'.repeat(100_000) }));
  const { leave } = send(repository, body.subarray(0, 200), { 'content-length': String(body.length) });
  await expect.poll(async () => (await yard.scans()).length, soon).toBe(1);
  leave();
  await expect.poll(yard.scans, soon).toEqual([]);
});
