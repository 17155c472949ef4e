import { Entity, PrimaryColumn } from 'typeorm';
import { Choice, Reference } from '../../platform/database/columns.ts';
import { User } from '../users/user.entity.ts';

/** That a person has had their mail of that kind for that day (UTC). Written with the mail: the key is what makes it one. (ML-1, ML-3) */
@Entity('daily_mails')
export class DailyMail {
  @Reference(() => User, { primary: true, onDelete: 'CASCADE' }) userId: number;
  @Choice(['REMINDER', 'DIGEST'], { primary: true }) kind: 'REMINDER' | 'DIGEST';
  @PrimaryColumn('date') day: string;
}
