import type { Level } from '@countersign/schema';
import { Column, Entity, Index, Unique } from 'typeorm';
import { Choice, Id, Reference, Time } from '../../platform/database/columns.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { Repository } from '../repositories/repository.entity.ts';
import { User } from '../users/user.entity.ts';
import { App } from './app.entity.ts';

const INSTALLATION_SELECTIONS = ['ALL', 'SUBSET'] as const;
export type InstallationSelection = (typeof INSTALLATION_SELECTIONS)[number];

/** An App let into an organization, with what it may do there. */
@Entity('app_installations')
@Unique(['appId', 'organizationId'])
export class AppInstallation {
  @Id() id: number;
  @Reference(() => App) appId: number;
  @Reference(() => Organization) organizationId: number;
  @Choice(INSTALLATION_SELECTIONS, { default: 'ALL' }) repositorySelection: InstallationSelection;
  @Time() createdAt: Date;
  @Time({ nullable: true }) suspendedAt: Date | null;
  /** The owner who suspended it; null where the App did so itself. */
  @Reference(() => User, { nullable: true }) suspendedByUserId: number | null;
}

@Entity('app_installation_permissions')
export class AppInstallationPermission {
  @Reference(() => AppInstallation, { primary: true, onDelete: 'CASCADE' }) installationId: number;
  @Column('text', { primary: true }) key: string;
  @Choice(['read', 'write', 'admin']) level: Level;
}

/** The repositories that an installation reaches, where it was not given all. */
@Entity('app_installation_repositories')
@Index(['repositoryId'])
export class AppInstallationRepository {
  @Reference(() => AppInstallation, { primary: true, onDelete: 'CASCADE' }) installationId: number;
  @Reference(() => Repository, { primary: true, onDelete: 'CASCADE' }) repositoryId: number;
}
