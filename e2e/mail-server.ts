import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A real mail server that keeps what it is sent. */
export class MailServer {
  readonly mails: Email[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        void this.keep(stream, done);
      },
    });
    // A server that is killed leaves its mail in the middle; the next one sends it again.
    this.server.on('error', () => {});
  }

  static async start(): Promise<MailServer> {
    const mailServer = new MailServer();
    const listening = mailServer.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The mails to a person whose subject or text holds the words. */
  to(login: string, words: string): Email[] {
    return this.mails.filter(
      ({ to, subject, text }) =>
        to?.some(({ address }) => address?.startsWith(`${login}@`)) && `${subject}\n${text}`.includes(words),
    );
  }

  private async keep(stream: Readable, done: (error?: Error) => void): Promise<void> {
    const text = await buffer(stream).catch(() => null);
    if (text) this.mails.push(await PostalMime.parse(text));
    done();
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
