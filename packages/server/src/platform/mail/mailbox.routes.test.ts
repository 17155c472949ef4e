import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../testing/test-cluster.ts';
import { type Database, connect } from '../database/database.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { MailboxMessage } from './mailbox-message.entity.ts';
import { mailboxRoutes } from './mailbox.routes.ts';
import { putIntoMailbox } from './mailbox.store.ts';

let own: TestDatabase;
let database: Database;
let app: FastifyInstance;
beforeAll(async () => {
  own = await createTestDatabase();
  database = await connect({ url: own.url, entities: [MailboxMessage], migrations: [] });
  app = fastify();
  securityHeaders(app, { publicUrl: 'http://localhost:4000' });
  await app.register(mailboxRoutes, { database });
  await putIntoMailbox(database, {
    messageId: 'one',
    to: 'member@example.com',
    subject: 'First',
    text: 'one',
    html: '<p>one</p>',
  });
  await putIntoMailbox(database, {
    messageId: 'two',
    to: 'owner@example.com',
    subject: '<b>Second</b>',
    text: 'two',
    html: '<p title="two">two</p>',
  });
});
afterAll(async () => {
  await app.close();
  await database.destroy();
  await own.drop();
});

test('the mailbox tells scripts its mails, newest first', async () => {
  const answer = await app.inject('/dev/mailbox.json');
  expect(answer.json()).toEqual([
    {
      to: 'owner@example.com',
      subject: '<b>Second</b>',
      text: 'two',
      html: '<p title="two">two</p>',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    { to: 'member@example.com', subject: 'First', text: 'one', html: '<p>one</p>', at: expect.any(String) },
  ]);
  expect((await app.inject('/dev/mailbox.json?to=member@example.com')).json()).toHaveLength(1);
});

test('people see the list, and a mail in a frame that runs nothing', async () => {
  const list = await app.inject('/dev/mailbox');
  expect(list.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(list.body).toContain('&lt;b&gt;Second&lt;/b&gt;');
  const [, id] = /mailbox\?id=(\d+)/.exec(list.body) ?? [];

  const mail = await app.inject(`/dev/mailbox?id=${id}`);
  expect(mail.body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(mail.body).toContain('&lt;p title=&quot;two&quot;&gt;two&lt;/p&gt;');
  expect(mail.body).not.toContain('<script');
});
