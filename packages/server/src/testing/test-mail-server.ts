import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

export type Received = Email & { recipients: string[] };

/** What the server does; an error that is answered refuses. */
type Behaviour = {
  onRecipient?: (address: string) => Error | null;
  /** The mail is there as a whole, and its sender is not told yet. */
  onMail?: (mail: Received) => Error | null;
  /** Its sender is told that it was taken. */
  onTaken?: (mail: Received) => void;
  /** Default: any that is free. */
  port?: number;
};

/** An answer of a mail server: 4xx for now, 5xx for good. */
export const refusal = (responseCode: number, message = `Refused with ${responseCode}`) =>
  Object.assign(new Error(message), { responseCode });

/** A real mail server on this machine, and the mails that it was offered, whatever it answered. */
export class TestMailServer {
  readonly offered: Received[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly smtp: SMTPServer;

  private constructor({ onRecipient, onMail, onTaken }: Behaviour) {
    this.smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, done) => done(onRecipient?.(address) ?? null),
      onData: async (stream, { envelope }, done) => {
        const received = await buffer(stream).catch(() => null);
        // The sender went in the middle of it: nothing was offered.
        if (!received) return;
        const recipients = envelope.rcptTo.map(({ address }) => address);
        const mail = { ...(await PostalMime.parse(received)), recipients };
        this.offered.push(mail);
        const refused = onMail?.(mail) ?? null;
        done(refused);
        if (!refused) onTaken?.(mail);
      },
    });
    this.smtp.on('error', () => {});
    this.smtp.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async start(behaviour: Behaviour = {}): Promise<TestMailServer> {
    const server = new TestMailServer(behaviour);
    server.smtp.listen(behaviour.port ?? 0, '127.0.0.1');
    await once(server.smtp.server, 'listening');
    return server;
  }

  get port(): number {
    return (this.smtp.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** What was offered for an address; on its way a mail may get its domain in lower case. */
  to(address: string): Received[] {
    return this.offered.filter(({ recipients }) => recipients.some((to) => to.toLowerCase() === address.toLowerCase()));
  }

  /** The newest mail to an address, once so many have come. */
  async mailTo(address: string, count = 1): Promise<Received> {
    await vi.waitFor(
      () => {
        const { length } = this.to(address);
        if (length < count) throw new Error(`${length} mails to ${address} yet`);
      },
      { timeout: 15_000 },
    );
    return this.to(address).at(-1)!;
  }

  /** Cuts every connection, whatever is being said. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  stop(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.smtp.close(() => resolve()));
  }
}

/** The secret in the fragment of a mail's link. */
export function secretIn({ text }: Email): string {
  const [, secret] = /https?:\/\/[^\s#]+#([\w-]{43})\s/.exec(text ?? '') ?? [];
  if (secret === undefined) throw new Error(`No link with a secret in: ${text}`);
  return secret;
}
