import type { PermissionMap } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { AppInstallation } from './app-installation.entity.ts';
import { App, AppKey } from './app.entity.ts';

/** Null when another App has the slug. */
export async function insertApp(tx: Tx, app: Omit<App, 'id'>): Promise<App | null> {
  const inserted = await tx.createQueryBuilder().insert().into(App).values(app).orIgnore().returning('id').execute();
  const [row] = inserted.raw as { id: number }[];
  return row ? tx.create(App, { ...app, id: row.id }) : null;
}

export const insertAppKey = (tx: Tx, key: Omit<AppKey, 'id'>): Promise<AppKey> => tx.save(tx.create(AppKey, key));

export type AppWithKeys = { app: App; publicKeys: string[] };

/** The App that calls itself so in a JWT, by client id or by its id, with the keys it may have signed with. */
export async function findAppByIssuer(tx: Tx, issuer: string): Promise<AppWithKeys | null> {
  const id = /^[1-9]\d{0,14}$/.test(issuer) ? Number(issuer) : null;
  const app = await tx.findOneBy(App, id === null ? { clientId: issuer } : { id });
  if (!app) return null;
  const keys = await tx.findBy(AppKey, { appId: app.id });
  return { app, publicKeys: keys.map(({ publicKey }) => publicKey) };
}

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
  await tx.query(
    'INSERT INTO app_installation_permissions (installation_id, key, level) SELECT $1, * FROM unnest($2::text[], $3::text[])',
    [row.id, Object.keys(permissions), Object.values(permissions)],
  );
  return tx.create(AppInstallation, { ...installation, id: row.id });
}

/** An installation with the organization it is on and what it may do there. */
export type InstallationInFull = AppInstallation & { organizationLogin: string; permissions: PermissionMap };

// Plain SQL, as no entity holds the permissions beside the installation.
const IN_FULL = `SELECT installation.id, installation.app_id AS "appId", installation.organization_id AS "organizationId",
    installation.created_at AS "createdAt", installation.suspended_at AS "suspendedAt", organization.login AS "organizationLogin",
    (SELECT coalesce(jsonb_object_agg(key, level), '{}') FROM app_installation_permissions WHERE installation_id = installation.id) AS permissions
  FROM app_installations installation JOIN organizations organization ON organization.id = installation.organization_id
  WHERE installation.app_id = $1`;

export async function findInstallation(tx: Tx, appId: number, id: number): Promise<InstallationInFull | null> {
  const rows: InstallationInFull[] = await tx.query(`${IN_FULL} AND installation.id = $2`, [appId, id]);
  return rows[0] ?? null;
}

export async function findInstallationOn(
  tx: Tx,
  appId: number,
  organizationLogin: string,
): Promise<InstallationInFull | null> {
  const rows: InstallationInFull[] = await tx.query(`${IN_FULL} AND organization.login = lower($2)`, [
    appId,
    organizationLogin,
  ]);
  return rows[0] ?? null;
}

/** An App's installations, the oldest first. */
export const findInstallationsAt = (
  tx: Tx,
  appId: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<InstallationInFull[]> =>
  tx.query(`${IN_FULL} ORDER BY installation.id OFFSET $2 LIMIT $3`, [appId, offset, limit]);

export const countInstallations = (tx: Tx, appId: number): Promise<number> => tx.countBy(AppInstallation, { appId });

/** Who an App belongs to. */
export async function findAppOwner(
  tx: Tx,
  app: App,
): Promise<{ kind: 'USER' | 'ORGANIZATION'; id: number; login: string; name: string | null }> {
  const [kind, table, id] = app.ownerUserId
    ? (['USER', 'users', app.ownerUserId] as const)
    : (['ORGANIZATION', 'organizations', app.ownerOrganizationId!] as const);
  const [owner] = await tx.query<{ login: string; name: string | null }[]>(
    `SELECT login, name FROM ${table} WHERE id = $1`,
    [id],
  );
  return { kind, id, ...owner! };
}

export const findApps = (tx: Tx, ids: readonly number[]): Promise<App[]> =>
  tx
    .createQueryBuilder(App, 'app')
    .where('app.id = ANY(:ids)', { ids: [...ids] })
    .getMany();
