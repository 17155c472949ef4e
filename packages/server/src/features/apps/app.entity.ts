import { Check, Column, Entity } from 'typeorm';
import { Id, Reference, Time } from '../../platform/database/columns.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { User } from '../users/user.entity.ts';

/** A program with an identity of its own. It signs in with a key pair and acts where it is installed. (AP-1) */
@Entity('apps')
@Check('apps_owner_check', 'num_nonnulls(owner_user_id, owner_organization_id) = 1')
export class App {
  @Id() id: number;
  @Column('text', { unique: true }) slug: string;
  @Column('text') name: string;
  @Column('text', { unique: true }) clientId: string;
  @Column('text', { nullable: true }) description: string | null;
  @Reference(() => User, { nullable: true }) ownerUserId: number | null;
  @Reference(() => Organization, { nullable: true }) ownerOrganizationId: number | null;
  @Time() createdAt: Date;
}

/** The public half of a key; the private half is shown once and never kept. */
@Entity('app_keys')
export class AppKey {
  @Id() id: number;
  @Reference(() => App, { onDelete: 'CASCADE' }) appId: number;
  /** SPKI, PEM. */
  @Column('text') publicKey: string;
  @Time() createdAt: Date;
}
