import type { Level } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { AppInstallation, AppInstallationPermission } from './app-installation.entity.ts';

export const findInstallations = (tx: Tx, ids: readonly number[]): Promise<AppInstallation[]> =>
  tx
    .createQueryBuilder(AppInstallation, 'installation')
    .where('installation.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The Apps let into an organization, the newest first. */
export const findInstallationsPage = (tx: Tx, organizationId: number, page: Page): Promise<PageOf<AppInstallation>> =>
  pageOf(tx.createQueryBuilder(AppInstallation, 'installation').where({ organizationId }), page, {
    by: 'installation.createdAt',
    direction: 'DESC',
  });

export const findInstallationPermissions = (
  tx: Tx,
  installationIds: readonly number[],
): Promise<{ id: number; key: string; level: Level }[]> =>
  tx
    .createQueryBuilder(AppInstallationPermission, 'permission')
    .select(['permission.installation_id AS id', 'permission.key AS key', 'permission.level AS level'])
    .where('permission.installationId = ANY(:ids)', { ids: [...installationIds] })
    .orderBy('permission.key')
    .getRawMany();
