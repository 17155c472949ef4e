import type { Level } from '@countersign/schema';
import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { countInstallationsOf, findInstallationPermissions, findInstallations } from './app-installation.store.ts';
import { findAppKeys, findClientSecrets } from './app-key.store.ts';
import type { App, AppClientSecret, AppKey } from './app.entity.ts';
import { findAppPermissions, findApps } from './app.store.ts';
import { findInstallationRepositoryIds } from './installation-reach.store.ts';

export const appLoader = (database: Database) =>
  new DataLoader<number, App | null>(async (ids) =>
    rowsById(ids, await findApps(database.manager, ids), ({ id }) => id),
  );

type Held = { key: string; level: Level };

/** What Apps ask for. */
export const appPermissionsLoader = (database: Database) =>
  new DataLoader<number, Held[]>(async (ids) => grouped(ids, await findAppPermissions(database.manager, ids)));

export const appKeysLoader = (database: Database) =>
  new DataLoader<number, AppKey[]>(async (ids) => {
    const keys = Map.groupBy(await findAppKeys(database.manager, ids), ({ appId }) => appId);
    return ids.map((id) => keys.get(id) ?? []);
  });

export const clientSecretsLoader = (database: Database) =>
  new DataLoader<number, AppClientSecret[]>(async (ids) => {
    const secrets = Map.groupBy(await findClientSecrets(database.manager, ids), ({ appId }) => appId);
    return ids.map((id) => secrets.get(id) ?? []);
  });

export const installationCountLoader = (database: Database) =>
  new DataLoader<number, number>(async (ids) => {
    const counts = new Map((await countInstallationsOf(database.manager, ids)).map(({ id, count }) => [id, count]));
    return ids.map((id) => counts.get(id) ?? 0);
  });

export const installationLoader = (database: Database) =>
  new DataLoader<number, AppInstallation | null>(async (ids) =>
    rowsById(ids, await findInstallations(database.manager, ids), ({ id }) => id),
  );

/** What installations may do. */
export const installationPermissionsLoader = (database: Database) =>
  new DataLoader<number, Held[]>(async (ids) => grouped(ids, await findInstallationPermissions(database.manager, ids)));

/** The repositories that installations were given by name. */
export const installationRepositoryIdsLoader = (database: Database) =>
  new DataLoader<number, number[]>(async (ids) => {
    const rows = grouped(ids, await findInstallationRepositoryIds(database.manager, ids));
    return rows.map((of) => of.map(({ repositoryId }) => repositoryId));
  });

function grouped<Row extends { id: number }>(ids: readonly number[], rows: readonly Row[]): Row[][] {
  const byId = Map.groupBy(rows, ({ id }) => id);
  return ids.map((id) => byId.get(id) ?? []);
}
