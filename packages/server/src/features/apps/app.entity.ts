import type { Level } from '@countersign/schema';
import { Check, Column, Entity, Index } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
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
  /** Any organization may let it in; else only the one that it belongs to. */
  @Column('boolean', { default: false }) isPublic: boolean;
  @Reference(() => User, { nullable: true }) ownerUserId: number | null;
  @Reference(() => Organization, { nullable: true }) ownerOrganizationId: number | null;
  /** Where a browser may be sent back to with a code. (AP-7) */
  @Column('text', { array: true, default: () => "'{}'" }) redirectUris: string[];
  /** Whether the tokens that it gets for people end after eight hours. (EX-8) */
  @Column('boolean', { default: true }) userTokensExpire: boolean;
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

/** What an App asks for wherever it is installed. */
@Entity('app_permissions')
export class AppPermission {
  @Reference(() => App, { primary: true, onDelete: 'CASCADE' }) appId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
}

/** With it and its client id an App introspects and revokes tokens. Shown once; kept as a hash. (RFC 7662, RFC 7009) */
@Entity('app_client_secrets')
@Index(['appId'])
export class AppClientSecret {
  @Id() id: number;
  @Reference(() => App, { onDelete: 'CASCADE' }) appId: number;
  @Column('bytea', { unique: true }) secretHash: Buffer;
  @Column('text') lastEight: string;
  @Time() createdAt: Date;
}
