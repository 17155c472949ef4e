import { Column, Entity, Index, Unique } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { User } from './user.entity.ts';

/**
 * An address of a person; `users.email` says which is the primary one. Case counts in none of the comparisons. Verified, an address is one
 * person's alone; until then anybody may claim it.
 */
@Entity('email_addresses')
@Unique(['userId', 'address'])
@Index('email_addresses_user_lower_idx', { synchronize: false })
@Index('email_addresses_verified_idx', { synchronize: false })
export class EmailAddress {
  @Id() id: number;
  @Reference(() => User) userId: number;
  /** As the person wrote it. */
  @Column('text') address: string;
  @Time({ nullable: true }) verifiedAt: Date | null;
  @Time() createdAt: Date;
}
