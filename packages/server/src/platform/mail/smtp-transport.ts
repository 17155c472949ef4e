import { createTransport } from 'nodemailer';
import { MailRefused, type MailTransport } from './transport.ts';

/** In milliseconds. `send` is for a mail as a whole, whatever trickles in meanwhile. */
type Patience = { connect: number; silence: number; send: number };
const PATIENCE: Patience = { connect: 10_000, silence: 30_000, send: 60_000 };

/** By SMTP to the server at `smtpUrl`. */
export function smtpTransport(smtpUrl: string, mailFrom: string, patience = PATIENCE): MailTransport {
  const domain = /@([\w.-]+)/.exec(mailFrom)?.[1] ?? 'localhost';
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    // Once, for a connection that the server had closed while nothing was sent; after that the queue is who tries again.
    maxRequeues: 1,
    connectionTimeout: patience.connect,
    dnsTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.silence,
    // Nothing in a mail may make the server open files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, to, subject, text, html }) {
      const sending = transporter.sendMail({
        messageId: `<${messageId}@${domain}>`,
        from: mailFrom,
        // An object, not a text: a text would be read as a list of addresses.
        to: { name: '', address: to },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(patience.send),
      });
      await sending.catch((error: unknown) => {
        throw failureOf(error);
      });
    },
    close: () => transporter.close(),
  };
}

/** A reply may quote the mail, and what is thrown is logged and kept with the job: so nothing stays in it that is as long as the secret of a link. */
function failureOf(error: unknown): Error {
  const said = (error instanceof Error ? error.message : String(error)).replaceAll(/[\w-]{30,}/g, '…');
  return isRefusal(error) ? new MailRefused(said) : new Error(said);
}

type SmtpError = Error & { command?: string; responseCode?: number };

/** A final no (5xx) to the recipient or to the mail itself. One to us, to our sender or our password, is for the operator to mend: those mails wait. */
const isRefusal = (error: unknown): error is SmtpError => {
  const { command, responseCode = 0 } = error as SmtpError;
  return error instanceof Error && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
};
