import { Column, Entity } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { User } from './user.entity.ts';

/** A signed-in browser. The cookie holds the secret, the row only its SHA-256. (SN-1) */
@Entity('sessions')
export class Session {
  @Id() id: number;
  @Column('bytea', { unique: true }) secretHash: Buffer;
  @Reference(() => User, { onDelete: 'CASCADE' }) userId: number;
  @Time() createdAt: Date;
  @Time() lastSeenAt: Date;
  /** When the password was last given; making credentials asks again after two hours. (SN-3) */
  @Time() passwordGivenAt: Date;
}
