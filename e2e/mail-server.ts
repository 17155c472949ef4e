import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
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
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            this.mails.push(mail);
            done();
          }, done);
        });
      },
    });
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

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
