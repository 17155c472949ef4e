import { Column, Entity } from 'typeorm';
import { Id, Time } from '../database/columns.ts';

/** A mail in the developer mailbox: what would have been sent, had there been a mail server. */
@Entity('mailbox_messages')
export class MailboxMessage {
  @Id() id: number;
  @Column('text', { unique: true }) messageId: string;
  @Column('text') to: string;
  @Column('text') subject: string;
  @Column('text') text: string;
  @Column('text') html: string;
  @Time({ default: () => 'now()' }) at: Date;
}
