import { createTransport } from 'nodemailer';
import type { Database } from '../database/database.ts';
import type { Mail } from './mail.ts';
import { putIntoMailbox } from './mailbox.store.ts';

export type MailTransport = {
  /** Throws unless the mail was taken. */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** By SMTP to the server at `smtpUrl`. */
export function smtpTransport(smtpUrl: string, mailFrom: string): MailTransport {
  const domain = /@([\w.-]+)/.exec(mailFrom)?.[1] ?? 'localhost';
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Nothing in a mail may make the server open files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, to, subject, text, html }) {
      await transporter.sendMail({
        messageId: `<${messageId}@${domain}>`,
        from: mailFrom,
        // An object, not a text: a text would be read as a list of addresses.
        to: { name: '', address: to },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transporter.close(),
  };
}

/** Into the developer mailbox. */
export const mailboxTransport = (database: Database): MailTransport => ({
  send: (mail) => putIntoMailbox(database, mail),
  close() {},
});
