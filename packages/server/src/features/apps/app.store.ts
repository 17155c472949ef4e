import type { Level, PermissionMap } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { App, AppPermission } from './app.entity.ts';

/** Null when another App has the slug. */
export async function insertApp(tx: Tx, app: Omit<App, 'id'>, permissions: PermissionMap): Promise<App | null> {
  const inserted = await tx.createQueryBuilder().insert().into(App).values(app).orIgnore().returning('id').execute();
  const [row] = inserted.raw as { id: number }[];
  if (!row) return null;
  await replaceAppPermissions(tx, row.id, permissions);
  return tx.create(App, { ...app, id: row.id });
}

export type AppChange = Partial<Pick<App, 'name' | 'description' | 'isPublic' | 'redirectUris' | 'userTokensExpire'>>;

export const updateAppRow = (tx: Tx, id: number, change: AppChange) => tx.update(App, { id }, change);

/** What the App asks for from now on. */
export async function replaceAppPermissions(tx: Tx, appId: number, permissions: PermissionMap): Promise<void> {
  await tx.delete(AppPermission, { appId });
  await tx.query('INSERT INTO app_permissions (app_id, key, level) SELECT $1, * FROM unnest($2::text[], $3::text[])', [
    appId,
    Object.keys(permissions),
    Object.values(permissions),
  ]);
}

export const findAppPermissions = (
  tx: Tx,
  appIds: readonly number[],
): Promise<{ id: number; key: string; level: Level }[]> =>
  tx
    .createQueryBuilder(AppPermission, 'permission')
    .select(['permission.app_id AS id', 'permission.key AS key', 'permission.level AS level'])
    .where('permission.appId = ANY(:ids)', { ids: [...appIds] })
    .orderBy('permission.key')
    .getRawMany();

/** What one App asks for. */
export const findPermissionsOf = async (tx: Tx, appId: number): Promise<PermissionMap> =>
  Object.fromEntries((await findAppPermissions(tx, [appId])).map(({ key, level }) => [key, level]));

/** For whoever changes the App: alone, and with nobody installing it meanwhile. */
export const lockApp = (tx: Tx, id: number): Promise<App | null> =>
  tx.createQueryBuilder(App, 'app').where({ id }).setLock('for_no_key_update').getOne();

/** For whoever agrees to what the App asks for: it asks for nothing else until the transaction ends. */
export const holdApp = (tx: Tx, id: number): Promise<App> =>
  tx.createQueryBuilder(App, 'app').where({ id }).setLock('pessimistic_read').getOneOrFail();

export const findAppBySlug = (tx: Tx, slug: string): Promise<App | null> =>
  tx.findOneBy(App, { slug: slug.toLowerCase() });

export const findAppByClientId = (tx: Tx, clientId: string): Promise<App | null> => tx.findOneBy(App, { clientId });

export const findApps = (tx: Tx, ids: readonly number[]): Promise<App[]> =>
  tx
    .createQueryBuilder(App, 'app')
    .where('app.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** The Apps that belong to an organization, the newest first. */
export const findAppsPage = (tx: Tx, ownerOrganizationId: number, page: Page): Promise<PageOf<App>> =>
  pageOf(tx.createQueryBuilder(App, 'app').where({ ownerOrganizationId }), page, {
    by: 'app.createdAt',
    direction: 'DESC',
  });

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
