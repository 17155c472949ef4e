import { isDeepStrictEqual } from 'node:util';
import type { PermissionMap } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { actorOfApp } from './app-caller.ts';
import { entryOfApp, entryOfInstallation } from './app-entries.ts';
import { isInstalledBeyond } from './app-installation.store.ts';
import { areSame, type PermissionWish, readAppPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { problemsWithApp } from './app.rules.ts';
import { type AppChange, findPermissionsOf, replaceAppPermissions, updateAppRow } from './app.store.ts';
import { narrowInstallations } from './installation-reach.store.ts';
import { lockOwnApp } from './lock-own-app.ts';
import { problemWithRedirectUris } from './redirect-uri.rules.ts';

export type UpdateAppInput = {
  appId: number;
  name?: string | null;
  /** Null takes it away. */
  description?: string | null;
  isPublic?: boolean | null;
  permissions?: readonly PermissionWish[] | null;
  /** Browsers that are on their way to one that is gone still get there. (AP-7) */
  redirectUris?: readonly string[] | null;
  /** Of those that it gets from now on. (EX-8) */
  userTokensExpire?: boolean | null;
};

/**
 * An owner changes an App of the organization; absent = unchanged. What it does not ask for any more is taken from every installation at once; what it
 * asks for beyond that waits until an owner there accepts it. INVALID names each bad field. (AP-1)
 */
export async function updateApp(caller: Caller, { appId, ...wish }: UpdateAppInput): Promise<App> {
  caller.viewer.mustBeSession();
  const read = wish.permissions ? readAppPermissions(wish.permissions) : null;
  const problemWithUris = problemWithRedirectUris(wish.redirectUris ?? []);
  const problems = {
    ...problemsWithApp(wish),
    ...(read && 'problem' in read && { permissions: read.problem }),
    ...(problemWithUris !== null && { redirectUris: problemWithUris }),
  };
  return caller.database.transaction(async (tx) => {
    const app = await lockOwnApp(tx, caller, appId);
    if (Object.keys(problems).length > 0) throw invalid(problems);
    await mustStayReachable(tx, app, wish.isPublic);
    const change = changeOf(app, wish);
    if (Object.keys(change).length > 0) await updateAppRow(tx, app.id, change);
    const asked = read && 'permissions' in read ? await askFor(tx, caller, app, read.permissions) : null;
    const from = Object.fromEntries(Object.keys(change).map((key) => [key, app[key as keyof typeof change]]));
    const details = {
      ...(Object.keys(change).length > 0 && { from, to: change }),
      ...(asked && { permissions: asked }),
    };
    if (Object.keys(details).length > 0)
      await recordAudit(tx, caller.viewer.actor, caller.now, [entryOfApp(app, 'integration.update', details)]);
    return Object.assign(app, change);
  });
}

function changeOf(
  app: App,
  { name, description, isPublic, redirectUris, userTokensExpire }: Omit<UpdateAppInput, 'appId'>,
): AppChange {
  const wished: AppChange = {
    name: name?.trim() ?? app.name,
    description: description === undefined ? app.description : description,
    isPublic: isPublic ?? app.isPublic,
    redirectUris: redirectUris ? [...redirectUris] : app.redirectUris,
    userTokensExpire: userTokensExpire ?? app.userTokensExpire,
  };
  const changed = Object.entries(wished).filter(([key, value]) => !isDeepStrictEqual(app[key as keyof App], value));
  return Object.fromEntries(changed);
}

/** Others that have let it in could neither see it nor what it asks for. */
async function mustStayReachable(tx: Tx, app: App, isPublic: boolean | null | undefined): Promise<void> {
  if (isPublic === false && app.isPublic && (await isInstalledBeyond(tx, app.id, app.ownerOrganizationId)))
    throw invalid({ isPublic: 'Other organizations have it installed; it stays public.' });
}

/** What the App asks for from now on; each organization reads in its log what was taken from the App there. Null when that is what it asked for already. */
async function askFor(tx: Tx, { viewer, now }: Caller, app: App, permissions: PermissionMap) {
  const from = await findPermissionsOf(tx, app.id);
  if (areSame(from, permissions)) return null;
  await replaceAppPermissions(tx, app.id, permissions);
  const narrowed = await narrowInstallations(tx, app.id, permissions);
  const entries = narrowed.map((installation) => ({
    isOwn: installation.organizationId === app.ownerOrganizationId,
    entry: entryOfInstallation(app, installation, 'integration_installation.version_updated', {
      permissions: { from: installation.from, to: installation.to },
    }),
  }));
  const those = (own: boolean) => entries.filter(({ isOwn }) => isOwn === own).map(({ entry }) => entry);
  await recordAudit(tx, viewer.actor, now, those(true));
  // To another organization it is the App that changed, not a person whom it does not know.
  await recordAudit(tx, actorOfApp(app), now, those(false));
  return { from, to: permissions };
}
