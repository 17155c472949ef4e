import type { Level } from '@countersign/schema';
import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { findInstallationPermissions, findInstallations } from './app-installation.store.ts';
import type { App } from './app.entity.ts';
import { findApps } from './app.store.ts';

export const appLoader = (database: Database) =>
  new DataLoader<number, App | null>(async (ids) =>
    rowsById(ids, await findApps(database.manager, ids), ({ id }) => id),
  );

/** What installations may do. */
export const installationPermissionsLoader = (database: Database) =>
  new DataLoader<number, { key: string; level: Level }[]>(async (ids) => {
    const permissions = Map.groupBy(await findInstallationPermissions(database.manager, ids), ({ id }) => id);
    return ids.map((id) => permissions.get(id) ?? []);
  });

export const installationLoader = (database: Database) =>
  new DataLoader<number, AppInstallation | null>(async (ids) =>
    rowsById(ids, await findInstallations(database.manager, ids), ({ id }) => id),
  );
