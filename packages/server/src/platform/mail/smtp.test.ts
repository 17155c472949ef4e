import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { retryAtOnce } from '../../testing/retry-at-once.ts';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { refusal, TestMailServer } from '../../testing/test-mail-server.ts';
import { type Database, connect } from '../database/database.ts';
import { addJobs } from '../jobs/add-jobs.ts';
import { startJobRunner } from '../jobs/job-runner.ts';
import { registry } from '../telemetry/metrics.ts';
import { mailJob, sendMailTask } from './mail-job.ts';
import { smtpTransport } from './smtp-transport.ts';
import { MailRefused } from './transport.ts';

const soon = { timeout: 15_000 };
const FROM = 'Countersign <tokens@example.com>';
const SHORT = { connect: 300, silence: 300, send: 600 };
const mail = { messageId: 'one', to: 'member@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };

let own: TestDatabase;
let database: Database;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [], migrations: [] });
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed())
    // oxlint-disable-next-line no-await-in-loop -- who sends is closed before who takes
    await close();
  await database.query('DELETE FROM graphile_worker._private_jobs');
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

async function aMailServer(...behaviour: Parameters<typeof TestMailServer.start>) {
  const server = await TestMailServer.start(...behaviour);
  closing.push(() => server.stop());
  return server;
}

function aTransport(url: string, patience = SHORT) {
  const transport = smtpTransport(url, FROM, patience);
  closing.push(() => transport.close());
  return transport;
}

/** A runner that mails user 1 at 1@example.com, and so on. */
async function aMailingRunner(url: string) {
  const transport = aTransport(url);
  const task = sendMailTask({
    recipientOf: async (id) => ({ email: `${id}@example.com`, name: 'Somebody', locale: 'en', declined: [] }),
    kinds: { hello: { compose: ({ text }: { text: string }) => ({ subject: text, text, html: text }) } },
    transport,
    publicUrl: 'http://localhost:4000',
  });
  const log = pino({ level: 'silent' });
  const runner = await startJobRunner({ url: own.url, tasks: { 'send-mail': task }, log });
  closing.push(() => runner.stop());
}

const recipientsAt = ({ offered }: TestMailServer) => offered.map(({ recipients }) => recipients);
const queue = (userId: number) =>
  addJobs(database.manager, [mailJob({ template: 'hello', userId, data: { text: `To ${userId}` } })]);
const jobs = () =>
  database.query<{ attempts: number; max: number }[]>(
    'SELECT attempts, max_attempts AS max FROM graphile_worker.jobs ORDER BY id',
  );

/** Something that listens and speaks as a test wants. */
async function aListener(speak: (write: (text: string) => void) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    speak((text) => socket.write(text));
    closing.push(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('ML-4: a mail server that says nothing is not waited for', async () => {
  const transport = aTransport(await aListener(() => {}));
  // Of two limits that run out at the same moment either may be the first to say so.
  await expect(transport.send(mail)).rejects.toThrow(/never received|^Timeout$/);
});

test('ML-4: nor is one that dribbles for ever', async () => {
  const url = await aListener((write) => {
    const timer = setInterval(() => write('220-still here\r\n'), 50);
    closing.push(() => clearInterval(timer));
  });
  const transport = aTransport(url, { connect: 60_000, silence: 60_000, send: 600 });
  await expect(transport.send(mail)).rejects.toThrow('aborted');
});

test('ML-4: a mail that waits for a server that is down is delivered when it is back', async () => {
  const down = await TestMailServer.start();
  const { url, port } = down;
  await down.stop();
  await aMailingRunner(url);
  await queue(1);
  await vi.waitFor(async () => expect(await jobs()).toEqual([{ attempts: 1, max: 25 }]), soon);
  await vi.waitFor(
    async () =>
      expect(await registry.metrics()).toContain('countersign_jobs_queued{task="send-mail",state="failed"} 1'),
    soon,
  );

  const server = await aMailServer({ port });
  await retryAtOnce(database);

  await vi.waitFor(() => expect(recipientsAt(server)).toEqual([['1@example.com']]), soon);
  await vi.waitFor(async () => expect(await jobs()).toEqual([]), soon);
});

test('ML-4: a recipient who is refused for good is given up at once and to be seen; the others get theirs', async () => {
  const server = await aMailServer({ onRecipient: (address) => (address.startsWith('1@') ? refusal(550) : null) });
  await aMailingRunner(server.url);
  await Promise.all([queue(1), queue(2)]);

  await vi.waitFor(() => expect(recipientsAt(server)).toEqual([['2@example.com']]), soon);
  // No more tries are left, whichever of them it was that the server refused.
  await vi.waitFor(async () => {
    const [given, ...others] = await jobs();
    expect(others).toEqual([]);
    expect(given!.attempts).toBe(given!.max);
  }, soon);
  await vi.waitFor(async () => {
    const metrics = await registry.metrics();
    expect(metrics).toContain('countersign_jobs_queued{task="send-mail",state="given_up"} 1');
    expect(metrics).toContain('countersign_jobs_total{task="send-mail",outcome="given_up"} 1');
  }, soon);
});

test('ML-4: a recipient who is refused for now gets it later', async () => {
  let tries = 0;
  const server = await aMailServer({ onRecipient: () => (++tries === 1 ? refusal(450) : null) });
  await aMailingRunner(server.url);
  await queue(1);
  await retryAtOnce(database);
  await vi.waitFor(() => expect(recipientsAt(server)).toEqual([['1@example.com']]), soon);
});

test.each([
  ['the recipient', { onRecipient: () => refusal(550) }, true],
  ['the mail', { onMail: () => refusal(554) }, true],
  ['the recipient for now', { onRecipient: () => refusal(450) }, false],
  ['the mail for now', { onMail: () => refusal(451) }, false],
])('ML-4: a server that refuses %s', async (_, behaviour, isFinal) => {
  const server = await aMailServer(behaviour);
  const sending = aTransport(server.url).send(mail);
  const error: unknown = await sending.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof MailRefused).toBe(isFinal);
});

test('ML-4: one that refuses us, and not the recipient, leaves mails waiting until that is mended', async () => {
  const url = await aListener((write) => write('554 we do not talk to you\r\n'));
  const error: unknown = await aTransport(url)
    .send(mail)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MailRefused);
});

test('ML-4: where the connection breaks before the answer, the mail goes out again under the same Message-ID', async () => {
  const server: TestMailServer = await aMailServer({
    onMail: () => {
      if (server.offered.length === 1) server.cut();
      return null;
    },
  });
  await aMailingRunner(server.url);
  await queue(1);
  await retryAtOnce(database);

  await vi.waitFor(() => expect(server.offered).toHaveLength(2), soon);
  const [first, second] = server.offered;
  expect(first?.messageId).toBeTruthy();
  expect(second?.messageId).toBe(first?.messageId);
  await vi.waitFor(async () => expect(await jobs()).toEqual([]), soon);
});
