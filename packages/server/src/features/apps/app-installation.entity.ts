import type { Level } from '@countersign/schema';
import { Column, Entity, Unique } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { App } from './app.entity.ts';

/** An App let into an organization, with what it may do there. */
@Entity('app_installations')
@Unique(['appId', 'organizationId'])
export class AppInstallation {
  @Id() id: number;
  @Reference(() => App) appId: number;
  @Reference(() => Organization) organizationId: number;
  @Time() createdAt: Date;
  @Time({ nullable: true }) suspendedAt: Date | null;
}

@Entity('app_installation_permissions')
export class AppInstallationPermission {
  @Reference(() => AppInstallation, { primary: true, onDelete: 'CASCADE' }) installationId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
}
