import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

type Received = Email & { raw: string; recipient: string };
/** What the server says to a mail: null takes it. */
type Reply = (mail: Received, count: number) => { code: number; message: string } | null;

/** A real mail server that keeps what it is offered, whatever it replies. */
export class Inbox {
  readonly mails: Received[] = [];
  reply: Reply = () => null;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      const [recipient] = envelope.rcptTo;
      void this.keep(stream, recipient!.address, done);
    },
  });

  static async open(): Promise<Inbox> {
    const inbox = new Inbox();
    inbox.server.listen(0, '127.0.0.1');
    await once(inbox.server.server, 'listening');
    return inbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** On its way a mail may get its domain in lower case. */
  to(address: string): Received[] {
    return this.mails.filter(({ recipient }) => recipient.toLowerCase() === address.toLowerCase());
  }

  /** The newest mail to an address, once so many have come. */
  async mailTo(address: string, count = 1): Promise<Received> {
    await vi.waitFor(
      () => {
        if (this.to(address).length < count) throw new Error(`${this.to(address).length} mails to ${address} yet`);
      },
      { timeout: 15_000 },
    );
    return this.to(address).at(-1)!;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async keep(stream: Readable, recipient: string, done: (error?: Error | null) => void): Promise<void> {
    const raw = await text(stream);
    const mail = { ...(await PostalMime.parse(raw)), raw, recipient };
    this.mails.push(mail);
    const refusal = this.reply(mail, this.mails.length);
    done(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
  }
}

/** The secret in the fragment of a mail's link. */
export const secretIn = (mail: Email): string => {
  const [, secret] = /https?:\/\/[^\s#]+#([\w-]{43})\s/.exec(mail.text ?? '') ?? [];
  if (secret === undefined) throw new Error(`No link with a secret in: ${mail.text}`);
  return secret;
};
