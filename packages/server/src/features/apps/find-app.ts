import type { Caller } from '../../access/caller.ts';
import type { Viewer } from '../../access/viewer.ts';
import { forbidden, notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { App } from './app.entity.ts';
import { findAppBySlug, findAppsPage } from './app.store.ts';

/** A public App may be known of by everybody, another by the organization or the person that it belongs to, and by itself. */
export const mayKnowOfApp = (
  { organizationIds, userId, actor }: Viewer,
  { id, isPublic, ownerOrganizationId, ownerUserId }: App,
): boolean =>
  isPublic ||
  (ownerOrganizationId !== null && organizationIds.includes(ownerOrganizationId)) ||
  (ownerUserId !== null && ownerUserId === userId) ||
  actor.appId === id;

/** An App by its slug, for a person who may want to install it. */
export async function findApp({ viewer, database }: Caller, slug: string): Promise<App> {
  viewer.mustBeSession();
  const app = await findAppBySlug(database.manager, slug);
  if (!app || !mayKnowOfApp(viewer, app)) throw notFound('The App');
  return app;
}

function mustBeOwner({ viewer }: Caller, organizationId: number): void {
  viewer.mustBeSession();
  if (viewer.roleIn(organizationId) !== 'OWNER') throw forbidden('Only owners of the organization see its Apps.');
}

/** The Apps that belong to an organization, for its owners. */
export async function listOwnedApps(caller: Caller, organizationId: number, page: Page): Promise<PageOf<App>> {
  mustBeOwner(caller, organizationId);
  return findAppsPage(caller.database.manager, organizationId, page);
}

/** One of them, by its slug. */
export async function findOwnedApp(caller: Caller, organizationId: number, slug: string): Promise<App> {
  mustBeOwner(caller, organizationId);
  const app = await findAppBySlug(caller.database.manager, slug);
  if (app?.ownerOrganizationId !== organizationId) throw notFound('The App');
  return app;
}
