import { randomUUID } from 'node:crypto';
import type { Job } from '../jobs/add-jobs.ts';
import { GivenUp, type Task } from '../jobs/job-runner.ts';
import type { MailChoice, MailContent, Reader } from './mail.ts';
import { type MailTransport, MailRefused } from './transport.ts';

/** What links begin with. */
export type MailPlace = { publicUrl: string };

/** Words a mail: `data` is what was queued, as JSON brings it back, or what `prepare` made of it. */
export type MailTemplate = (data: never, reader: Reader, place: MailPlace) => MailContent;

export type MailKind = {
  compose: MailTemplate;
  /** By what a person may switch it off; looked at when the mail goes out. Without one it is always sent. */
  choice?: MailChoice;
  /** Called at each try: what is true at that moment, or what must not lie in the queue. Null: there is nothing left to tell. */
  prepare?: (data: never, userId: number) => Promise<object | null>;
};

/** `to` is for an address that is not the person's verified one, such as the one that is to be verified. */
type MailOrder = { template: string; userId: number; data: object; to?: string };

// What else waits goes first: a mail server that is slow keeps every worker waiting.
const AFTER_ALL_OTHERS = 10;

/** The job that mails a user; queue it in the transaction of what it tells. (ML-4) */
export const mailJob = (order: MailOrder): Job => ({
  task: 'send-mail',
  payload: { ...order, messageId: randomUUID() },
  priority: AFTER_ALL_OTHERS,
});

type SendMailOptions = MailPlace & {
  /** Asked when the mail goes out. Null: there is nobody to tell any more. */
  recipientOf: (userId: number, to?: string) => Promise<Reader | null>;
  kinds: Record<string, MailKind>;
  transport: MailTransport;
};

/** Does what `mailJob` queued; throws, so that it is tried again, until the mail server has taken the mail, or has refused it for good. (ML-4) */
export const sendMailTask =
  ({ recipientOf, kinds, transport, publicUrl }: SendMailOptions): Task =>
  async (payload) => {
    const { template, userId, data, messageId, to } = payload as MailOrder & { messageId: string };
    const kind = kinds[template];
    if (!kind) throw new Error(`There is no mail called ${template}`);
    const reader = await recipientOf(userId, to);
    if (!reader || (kind.choice && reader.declined.includes(kind.choice))) return;
    const ready = kind.prepare ? await kind.prepare(data as never, userId) : data;
    if (!ready) return;
    const content = kind.compose(ready as never, reader, { publicUrl });
    await transport.send({ messageId, to: reader.email, ...content }).catch((error: unknown) => {
      throw error instanceof MailRefused ? new GivenUp(error.message, { cause: error }) : error;
    });
  };
