import type { Level, PermissionMap } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { AppInstallation, AppInstallationPermission } from './app-installation.entity.ts';

/** Null when the App is installed there already. */
export async function insertInstallation(
  tx: Tx,
  installation: Omit<AppInstallation, 'id'>,
  permissions: PermissionMap,
): Promise<AppInstallation | null> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(AppInstallation)
    .values(installation)
    .orIgnore()
    .returning('id')
    .execute();
  const [row] = inserted.raw as { id: number }[];
  if (!row) return null;
  await giveInstallation(tx, row.id, permissions);
  return tx.create(AppInstallation, { ...installation, id: row.id });
}

/** Adds to what an installation may do, or raises it. */
export const giveInstallation = (tx: Tx, installationId: number, permissions: PermissionMap) =>
  tx.query(
    `INSERT INTO app_installation_permissions (installation_id, key, level) SELECT $1, * FROM unnest($2::text[], $3::text[])
     ON CONFLICT (installation_id, key) DO UPDATE SET level = excluded.level`,
    [installationId, Object.keys(permissions), Object.values(permissions)],
  );

export const findInstallations = (tx: Tx, ids: readonly number[]): Promise<AppInstallation[]> =>
  tx
    .createQueryBuilder(AppInstallation, 'installation')
    .where('installation.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The App's installation as it is now, for whoever changes or ends it: no token of it is made meanwhile. Another App's is not locked, so that none can stand in the other's way. */
export const lockInstallation = (tx: Tx, appId: number, id: number): Promise<AppInstallation | null> =>
  tx.createQueryBuilder(AppInstallation, 'installation').where({ id, appId }).setLock('pessimistic_write').getOne();

/** The same for whoever makes a token of it. */
export const holdInstallation = (tx: Tx, appId: number, id: number): Promise<AppInstallation | null> =>
  tx.createQueryBuilder(AppInstallation, 'installation').where({ id, appId }).setLock('pessimistic_read').getOne();

export const updateInstallationRow = (
  tx: Tx,
  id: number,
  change: Partial<Pick<AppInstallation, 'repositorySelection' | 'suspendedAt' | 'suspendedByUserId'>>,
) => tx.update(AppInstallation, { id }, change);

export const deleteInstallationRow = (tx: Tx, id: number) => tx.delete(AppInstallation, { id });

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

/** What one installation may do. */
export const findPermissionsOfInstallation = async (tx: Tx, id: number): Promise<PermissionMap> =>
  Object.fromEntries((await findInstallationPermissions(tx, [id])).map(({ key, level }) => [key, level]));

/** On how many organizations Apps are installed. */
export const countInstallationsOf = (tx: Tx, appIds: readonly number[]): Promise<{ id: number; count: number }[]> =>
  tx.query('SELECT app_id AS id, count(*)::int AS count FROM app_installations WHERE app_id = ANY($1) GROUP BY 1', [
    appIds,
  ]);

/** Whether an App is installed anywhere but on this organization. */
export const isInstalledBeyond = (tx: Tx, appId: number, organizationId: number | null): Promise<boolean> =>
  tx
    .createQueryBuilder(AppInstallation, 'installation')
    .where({ appId })
    .andWhere('installation.organizationId IS DISTINCT FROM :organizationId', { organizationId })
    .getExists();

/** An installation with the organization it is on, what it may do there, and who keeps it from doing so. */
export type InstallationInFull = AppInstallation & {
  organizationLogin: string;
  permissions: PermissionMap;
  suspendedByLogin: string | null;
};

// Plain SQL, as no entity holds the permissions beside the installation.
const IN_FULL = `SELECT installation.id, installation.app_id AS "appId", installation.organization_id AS "organizationId",
    installation.repository_selection AS "repositorySelection", installation.created_at AS "createdAt",
    installation.suspended_at AS "suspendedAt", installation.suspended_by_user_id AS "suspendedByUserId",
    organization.login AS "organizationLogin", suspender.login AS "suspendedByLogin",
    (SELECT coalesce(jsonb_object_agg(key, level), '{}') FROM app_installation_permissions WHERE installation_id = installation.id) AS permissions
  FROM app_installations installation
  JOIN organizations organization ON organization.id = installation.organization_id
  LEFT JOIN users suspender ON suspender.id = installation.suspended_by_user_id
  WHERE installation.app_id = $1`;

const findInFull = async (tx: Tx, condition: string, parameters: unknown[]): Promise<InstallationInFull | null> => {
  const rows: InstallationInFull[] = await tx.query(`${IN_FULL} AND ${condition}`, parameters);
  return rows[0] ?? null;
};

export const findInstallation = (tx: Tx, appId: number, id: number): Promise<InstallationInFull | null> =>
  findInFull(tx, 'installation.id = $2', [appId, id]);

export const findInstallationOn = (tx: Tx, appId: number, login: string): Promise<InstallationInFull | null> =>
  findInFull(tx, 'organization.login = lower($2)', [appId, login]);

/** The App's installation that reaches a repository. */
export const findInstallationReaching = (
  tx: Tx,
  appId: number,
  owner: string,
  name: string,
): Promise<InstallationInFull | null> =>
  findInFull(
    tx,
    `organization.login = lower($2) AND EXISTS (
       SELECT FROM repositories repository WHERE repository.owner_organization_id = organization.id AND lower(repository.name) = lower($3)
          AND (installation.repository_selection = 'ALL' OR EXISTS (
            SELECT FROM app_installation_repositories WHERE installation_id = installation.id AND repository_id = repository.id)))`,
    [appId, owner, name],
  );

/** An App's installations, the oldest first. */
export const findInstallationsAt = (
  tx: Tx,
  appId: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<InstallationInFull[]> =>
  tx.query(`${IN_FULL} ORDER BY installation.id OFFSET $2 LIMIT $3`, [appId, offset, limit]);

export const countInstallations = (tx: Tx, appId: number): Promise<number> => tx.countBy(AppInstallation, { appId });
