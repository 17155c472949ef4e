import { Column, Entity, ForeignKey } from 'typeorm';
import { Id, Time } from '../../platform/database/columns.ts';
import { Login } from './login.entity.ts';

/** A person. The login stands in `logins` too: people and organizations share one namespace. (SN-5) */
@Entity('users')
@ForeignKey(() => Login, ['login'], ['login'])
export class User {
  @Id() id: number;
  @Column('text', { unique: true }) login: string;
  @Column('text', { nullable: true }) name: string | null;
  @Column('text') email: string;
  @Time({ nullable: true }) emailVerifiedAt: Date | null;
  /** argon2id. */
  @Column('text') passwordHash: string;
  @Column('text', { default: 'en' }) locale: string;
  @Time({ nullable: true }) suspendedAt: Date | null;
  /** Can sign in only while demonstration mode is on. (SN-6) */
  @Column('boolean', { default: false }) isDemonstration: boolean;
  @Time() createdAt: Date;
}
