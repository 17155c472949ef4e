import { Entity, Index, Unique } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { User } from '../users/user.entity.ts';
import { Organization } from './organization.entity.ts';

export type MemberRole = 'OWNER' | 'MEMBER';

/** A person in an organization. Grants hang on it: they cannot outlive it. (GN-3) */
@Entity('memberships')
@Unique(['organizationId', 'userId'])
@Index(['userId'])
export class Membership {
  @Id() id: number;
  @Reference(() => Organization) organizationId: number;
  @Reference(() => User) userId: number;
  @Choice(['OWNER', 'MEMBER']) role: MemberRole;
  @Time() createdAt: Date;
}
