import type { Database } from '../database/database.ts';
import type { Mail } from './mail.ts';
import { MailboxMessage } from './mailbox-message.entity.ts';

/** Puts a mail into the mailbox; one that is there already stays as it is. */
export async function putIntoMailbox(database: Database, mail: Mail): Promise<void> {
  // Without `updateEntity(false)` TypeORM would write the new id into the caller's mail.
  await database
    .createQueryBuilder()
    .insert()
    .into(MailboxMessage)
    .values(mail)
    .orIgnore()
    .updateEntity(false)
    .execute();
}

/** The newest mails first; all, or those to one address. */
export const findMailboxMessages = (database: Database, to?: string): Promise<MailboxMessage[]> =>
  database.getRepository(MailboxMessage).find({ where: to ? { to } : {}, order: { id: 'DESC' }, take: 1_000 });
