import { Column, Entity, ForeignKey } from 'typeorm';
import { Id, Time } from '../../platform/database/columns.ts';
import { EmailAddress } from './email-address.entity.ts';
import { Login } from './login.entity.ts';

/** A person. The login stands in `logins` too: people and organizations share one namespace. (SN-5) */
@Entity('users')
@ForeignKey(() => Login, ['login'], ['login'])
@ForeignKey(() => EmailAddress, ['id', 'email'], ['userId', 'address'], { deferrable: 'INITIALLY DEFERRED' })
export class User {
  @Id() id: number;
  @Column('text', { unique: true }) login: string;
  @Column('text', { nullable: true }) name: string | null;
  /** The primary one of the person's addresses, among which it always is. */
  @Column('text') email: string;
  /** Of the version before, whose processes still read it; it goes with the next. */
  @Time({ name: 'email_verified_at', nullable: true, select: false }) formerEmailVerifiedAt: Date | null;
  /** argon2id. */
  @Column('text') passwordHash: string;
  @Column('text', { default: 'en' }) locale: string;
  @Time({ nullable: true }) suspendedAt: Date | null;
  /** Can sign in only while demonstration mode is on. (SN-6) */
  @Column('boolean', { default: false }) isDemonstration: boolean;
  @Time() createdAt: Date;
}
