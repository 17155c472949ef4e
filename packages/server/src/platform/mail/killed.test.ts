import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { processesGone } from '../../testing/processes-gone.ts';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { TestMailServer } from '../../testing/test-mail-server.ts';
import { type Database, connect } from '../database/database.ts';
import { addJobs } from '../jobs/add-jobs.ts';
import { mailJob } from './mail-job.ts';

const ROUNDS = 50;
/** When the process that mails is killed: the mail is committed; the server has heard for whom it is; has all of it; has said that it took it. */
const MOMENTS = ['committed', 'addressed', 'offered', 'taken'] as const;
const KINDS = `{ hello: { compose: ({ text }) => ({ subject: text, text, html: text }) } }`;

type Sender = ChildProcessByStdio<Writable, Readable, null>;

let own: TestDatabase;
let database: Database;
let server: TestMailServer;
let strike = (_moment: (typeof MOMENTS)[number], _address: string) => {};
let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'countersign-compiled-'));
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
  server = await TestMailServer.start({
    onRecipient: (address) => (strike('addressed', address), null),
    onMail: ({ to }) => (strike('offered', to![0]!.address!), null),
    onTaken: ({ to }) => strike('taken', to![0]!.address!),
  });
});
afterAll(async () => {
  await server.stop();
  await database.destroy();
  await own.drop();
  await rm(cache, { recursive: true });
});

/** A process that sends mails as soon as it is told to. */
function aSender(): Sender {
  const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    import { once } from 'node:events';
    import { startJobRunner } from ${module('../jobs/job-runner.ts')};
    import { sendMailTask } from ${module('./mail-job.ts')};
    import { smtpTransport } from ${module('./smtp-transport.ts')};
    await once(process.stdin, 'data');
    const log = new Proxy({}, { get: () => () => {} });
    const recipientOf = async (id) => ({ email: id + '@example.com', name: 'Somebody', locale: 'en', declined: [] });
    const transport = smtpTransport(${JSON.stringify(server.url)}, 'tokens@example.com');
    const task = sendMailTask({ recipientOf, transport, kinds: ${KINDS}, publicUrl: 'http://localhost:4000' });
    await startJobRunner({ url: ${JSON.stringify(own.url)}, log, tasks: { 'send-mail': task } });
    console.log('running');`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
}

/** The mail of this round meets its moment; those of the rounds before go on. */
async function killAt(moment: (typeof MOMENTS)[number], sender: Sender, round: number): Promise<void> {
  const exited = once(sender, 'exit');
  const running = once(createInterface(sender.stdout), 'line');
  sender.stdin.write('go\n');
  await running;
  strike = (now, address) => {
    if (now === moment && address === addressOf(round)) sender.kill('SIGKILL');
  };
  const data = { text: `Mail ${round}` };
  await database.transaction((tx) => addJobs(tx, [mailJob({ template: 'hello', userId: round, data })]));
  strike('committed', addressOf(round));
  await exited;
  await processesGone(database);
}

const addressOf = (userId: number) => `${userId}@example.com`;

test('ML-4: of mails whose sender is killed 50 times none is lost, and what comes twice comes under one Message-ID', async () => {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  // The next one loads while this one works.
  let next = aSender();
  for (const round of rounds) {
    const sender = next;
    next = aSender();
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await killAt(MOMENTS[round % MOMENTS.length]!, sender, round);
  }
  strike = () => {};
  next.stdin.write('go\n');
  await vi.waitFor(async () => expect(await database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]), {
    timeout: 10_000,
  });
  next.kill('SIGKILL');
  await once(next, 'exit');

  const messages = Map.groupBy(server.offered, ({ subject }) => subject!);
  expect([...messages.keys()].toSorted()).toEqual(rounds.map((round) => `Mail ${round}`).toSorted());
  for (const copies of messages.values()) expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
  expect(new Set(server.offered.map(({ messageId }) => messageId)).size).toBe(ROUNDS);
}, 60_000);
