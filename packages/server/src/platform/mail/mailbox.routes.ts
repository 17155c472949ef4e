import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Database } from '../database/database.ts';
import type { Html } from './layout.ts';
import { mailboxPage } from './mailbox-page.ts';
import { findMailboxMessages } from './mailbox.store.ts';

/** The developer mailbox, for people and for scripts. Needs no sign-in: only for demonstration mode. (SN-6) */
export async function mailboxRoutes(app: FastifyInstance, { database }: { database: Database }): Promise<void> {
  app.get<{ Querystring: { to?: string; id?: string } }>('/dev/mailbox', async (request, reply) => {
    const { to = '', id } = request.query;
    const messages = await findMailboxMessages(database, to || undefined);
    return sendHtml(
      reply,
      mailboxPage({ messages, to, opened: messages.find((message) => String(message.id) === id) ?? null }),
    );
  });

  app.get<{ Querystring: { to?: string } }>('/dev/mailbox.json', async (request, reply) => {
    const messages = await findMailboxMessages(database, request.query.to || undefined);
    reply.header('cache-control', 'no-store');
    return messages.map(({ to, subject, text, html, at }) => ({ to, subject, text, html, at }));
  });
}

const sendHtml = (reply: FastifyReply, page: Html) =>
  reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page.markup);
