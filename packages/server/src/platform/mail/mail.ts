/** A mail that is ready to be sent. `messageId` stays the same however often it is tried. (ML-4) */
export type Mail = { messageId: string; to: string; subject: string; text: string; html: string };

/** What a mail says, in its reader's language. */
export type MailContent = Pick<Mail, 'subject' | 'text' | 'html'>;

/** The mails that a person may do without. All others are always sent. */
export type MailChoice = 'decisions' | 'reminders' | 'digest';

/** The person a mail is for. */
export type Reader = { email: string; name: string; locale: string; declined: readonly MailChoice[] };
