import type { Mail } from './mail.ts';

export type MailTransport = {
  /** Throws unless the mail was taken: `MailRefused` when it never will be. */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** The mail server refuses this mail or its recipient for good. */
export class MailRefused extends Error {}
