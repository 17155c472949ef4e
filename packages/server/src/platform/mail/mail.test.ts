import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { refusal, TestMailServer } from '../../testing/test-mail-server.ts';
import { type Database, connect } from '../database/database.ts';
import { addJobs } from '../jobs/add-jobs.ts';
import { type JobRunner, startJobRunner } from '../jobs/job-runner.ts';
import { composeMail } from './layout.ts';
import { type MailTemplate, mailJob, sendMailTask } from './mail-job.ts';
import { MailboxMessage } from './mailbox-message.entity.ts';
import { mailboxTransport } from './mailbox-transport.ts';
import { findMailboxMessages } from './mailbox.store.ts';
import { smtpTransport } from './smtp-transport.ts';

const soon = { timeout: 15_000 };
const reader = { email: 'member@example.com', name: 'Member', locale: 'en', declined: ['reminders' as const] };
const approved: MailTemplate = ({ token, reason }: { token: string; reason: string }) =>
  composeMail({
    subject: `Your token ${token} was approved`,
    heading: `acme approved ${token}`,
    blocks: ['It works from now on.', { facts: [['Token', token]] }, { quote: reason }],
    button: { label: 'See the token', url: 'http://localhost:4000/settings/personal-access-tokens/1?a=1&b=2' },
    why: 'You get this mail because you made the token.',
    locale: 'en',
  });

let own: TestDatabase;
let database: Database;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [MailboxMessage], migrations: [] });
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
afterAll(async () => {
  await database.destroy();
  await own.drop();
});

/** A mail server that takes mails after it has refused the first few. */
async function aMailServer({ refusing = 0 } = {}) {
  const server: TestMailServer = await TestMailServer.start({
    onMail: () => (server.offered.length <= refusing ? refusal(451) : null),
  });
  closing.push(() => server.stop());
  return server;
}

async function aMailingRunner(smtpUrl: string): Promise<JobRunner> {
  const transport = smtpTransport(smtpUrl, 'Countersign <tokens@example.com>');
  const task = sendMailTask({
    recipientOf: async (userId) => (userId === 7 ? reader : null),
    kinds: {
      approved: { compose: approved },
      reminder: { compose: approved, choice: 'reminders' },
      over: { compose: approved, prepare: async () => null },
    },
    transport,
    publicUrl: 'http://localhost:4000',
  });
  const runner = await startJobRunner({ url: own.url, tasks: { 'send-mail': task }, log: pino({ level: 'silent' }) });
  closing.push(() => runner.stop().finally(() => transport.close()));
  return runner;
}

const queue = (token: string, reason = 'Fine.', userId = 7, template = 'approved') =>
  addJobs(database.manager, [mailJob({ template, userId, data: { token, reason } })]);

test('ML-5: a mail arrives with its Message-ID, in text and in HTML, with a working link', async () => {
  const { offered, url } = await aMailServer();
  await aMailingRunner(url);
  await queue('deploy');

  await vi.waitFor(() => expect(offered).toHaveLength(1), soon);
  const [mail] = offered;
  expect(mail).toMatchObject({
    subject: 'Your token deploy was approved',
    from: { name: 'Countersign', address: 'tokens@example.com' },
  });
  expect(mail?.recipients).toEqual(['member@example.com']);
  expect(mail?.messageId).toMatch(/^<[\da-f-]{36}@example\.com>$/);
  expect(mail?.text).toContain('http://localhost:4000/settings/personal-access-tokens/1?a=1&b=2');
  expect(mail?.html).toContain('href="http://localhost:4000/settings/personal-access-tokens/1?a=1&amp;b=2"');
});

test('ML-5: nothing that people wrote adds a header, markup or lines of its own', async () => {
  const { offered, url } = await aMailServer();
  await aMailingRunner(url);
  await queue(
    'x\r\nBcc: evil@example.com\r\n\r\nBody',
    '<img src=x onerror=alert(1)>\r\n-- \r\nCountersign: \u202Esend your password',
  );

  await vi.waitFor(() => expect(offered).toHaveLength(1), soon);
  const [mail] = offered;
  expect(mail?.subject).toBe('Your token x Bcc: evil@example.com Body was approved');
  expect(mail?.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(mail?.recipients).toEqual(['member@example.com']);
  expect(mail?.html).not.toContain('<img');
  expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(mail?.text).toMatch(/> <img src=x onerror=alert\(1\)>\n> --\n> Countersign: +send your password\n/);
});

test('ML-4: a mail that was refused is tried again and delivered under the same Message-ID', async () => {
  const { offered, url } = await aMailServer({ refusing: 1 });
  await aMailingRunner(url);
  await queue('deploy');

  await vi.waitFor(() => expect(offered).toHaveLength(1), soon);
  await vi.waitFor(() => expect(offered).toHaveLength(2), soon);
  expect(offered[1]?.messageId).toBe(offered[0]?.messageId);
  await vi.waitFor(async () => expect(await database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]), soon);
});

test('a mail that the person switched off meanwhile, or that has nothing left to tell, is dropped', async () => {
  const { offered, url } = await aMailServer();
  await aMailingRunner(url);
  await queue('switched off', 'Fine.', 7, 'reminder');
  await queue('over', 'Fine.', 7, 'over');
  await vi.waitFor(async () => expect(await database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]), soon);
  expect(offered).toEqual([]);
});

test('a mail to somebody who is gone is dropped', async () => {
  const { offered, url } = await aMailServer();
  await aMailingRunner(url);
  await queue('deploy', 'Fine.', 8);
  await vi.waitFor(async () => expect(await database.query('SELECT 1 FROM graphile_worker.jobs')).toEqual([]), soon);
  expect(offered).toEqual([]);
});

test('ML-4: the mailbox keeps a mail once, however often it is sent', async () => {
  const transport = mailboxTransport(database);
  const mail = { messageId: 'one', to: reader.email, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
  await transport.send(mail);
  await transport.send(mail);
  await transport.send({ ...mail, messageId: 'two', to: 'other@example.com' });
  expect(await findMailboxMessages(database)).toMatchObject([
    { messageId: 'two' },
    { messageId: 'one', at: expect.any(Date) },
  ]);
  expect(await findMailboxMessages(database, reader.email)).toMatchObject([{ messageId: 'one' }]);
});
