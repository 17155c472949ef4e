import type { Database } from '../database/database.ts';
import { putIntoMailbox } from './mailbox.store.ts';
import type { MailTransport } from './transport.ts';

/** Into the developer mailbox. */
export const mailboxTransport = (database: Database): MailTransport => ({
  send: (mail) => putIntoMailbox(database, mail),
  close() {},
});
