import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { User } from '../users/user.entity.ts';

export type RepositoryVisibility = 'PUBLIC' | 'PRIVATE';

/** A Git repository on disk, owned by one person or one organization. Names are unique per owner ignoring case. (SN-5) */
@Entity('repositories')
@Check('repositories_owner_check', 'num_nonnulls(owner_user_id, owner_organization_id) = 1')
@Check('repositories_name_check', `name ~ '^[A-Za-z0-9._-]{1,100}$' AND name NOT IN ('.', '..') AND name !~* '\\.git$'`)
@Index('repositories_owner_user_name_idx', { synchronize: false })
@Index('repositories_owner_organization_name_idx', { synchronize: false })
export class Repository {
  @Id() id: number;
  @Reference(() => User, { nullable: true }) ownerUserId: number | null;
  @Reference(() => Organization, { nullable: true }) ownerOrganizationId: number | null;
  @Column('text') name: string;
  @Column('text', { nullable: true }) description: string | null;
  @Choice(['PUBLIC', 'PRIVATE']) visibility: RepositoryVisibility;
  @Time() createdAt: Date;
}
