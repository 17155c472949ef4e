import { Column, Entity } from 'typeorm';
import { Choice, Reference } from '../../platform/database/columns.ts';
import { User } from '../users/user.entity.ts';

const DIGEST_CHOICES = ['DAILY', 'INSTANT', 'OFF'] as const;
export type DigestChoice = (typeof DIGEST_CHOICES)[number];

/** Which mails a person wants; without a row, all of them. The language stands with the person. */
@Entity('notification_preferences')
export class NotificationPreferences {
  @Reference(() => User, { primary: true, onDelete: 'CASCADE' }) userId: number;
  @Column('boolean', { default: true }) decisions: boolean;
  @Column('boolean', { default: true }) reminders: boolean;
  @Choice(DIGEST_CHOICES, { default: 'DAILY' }) digest: DigestChoice;
}
