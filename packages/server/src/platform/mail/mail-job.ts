import { randomUUID } from 'node:crypto';
import type { Job } from '../jobs/add-jobs.ts';
import type { Task } from '../jobs/job-runner.ts';
import type { MailContent, Reader } from './mail.ts';
import type { MailTransport } from './transport.ts';

/** Words a mail: `data` is what was queued, as JSON brings it back. */
export type MailTemplate = (data: never, reader: Reader) => MailContent;

type MailOrder = { template: string; userId: number; data: object };

/** The job that mails a user; queue it in the transaction of what it tells. (ML-4) */
export const mailJob = (order: MailOrder): Job => ({
  task: 'send-mail',
  payload: { ...order, messageId: randomUUID() },
});

type SendMailOptions = {
  /** Asked when the mail goes out. Null: there is nobody to tell any more. */
  recipientOf: (userId: number) => Promise<Reader | null>;
  templates: Record<string, MailTemplate>;
  transport: MailTransport;
};

/** Does what `mailJob` queued; throws, so that it is tried again, until the mail server has taken the mail. */
export const sendMailTask =
  ({ recipientOf, templates, transport }: SendMailOptions): Task =>
  async (payload) => {
    const { template, userId, data, messageId } = payload as MailOrder & { messageId: string };
    const compose = templates[template];
    if (!compose) throw new Error(`There is no mail called ${template}`);
    const reader = await recipientOf(userId);
    if (!reader) return;
    await transport.send({ messageId, to: reader.email, ...compose(data as never, reader) });
  };
