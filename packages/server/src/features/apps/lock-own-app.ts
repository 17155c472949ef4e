import type { Caller } from '../../access/caller.ts';
import { forbidden, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { lockInstallation, findInstallations } from './app-installation.store.ts';
import type { App } from './app.entity.ts';
import { findApps, holdApp, lockApp } from './app.store.ts';

function mustOwn({ viewer }: Caller, organizationId: number | null | undefined, what: string): void {
  viewer.mustBeSession();
  const role = organizationId == null ? null : viewer.roleIn(organizationId);
  if (role === null) throw notFound(what);
  if (role !== 'OWNER') throw forbidden('Only owners of the organization may do this.');
}

/**
 * An App for the owners of the organization that it belongs to. Members are told that it takes one, strangers that there is none;
 * `what` names it as where there is none.
 */
export async function findOwnApp(tx: Tx, caller: Caller, id: number, what = 'The App'): Promise<App> {
  const [app] = await findApps(tx, [id]);
  mustOwn(caller, app?.ownerOrganizationId, what);
  return app!;
}

/** The same, and it is theirs alone until the transaction ends. */
export async function lockOwnApp(tx: Tx, caller: Caller, id: number, what?: string): Promise<App> {
  await findOwnApp(tx, caller, id, what);
  return (await lockApp(tx, id))!;
}

export type HeldInstallation = { installation: AppInstallation; app: App };

/** An installation for the owners of the organization that it is on, theirs alone until the transaction ends; what its App asks for stays meanwhile. */
export async function lockOwnInstallation(tx: Tx, caller: Caller, id: number): Promise<HeldInstallation> {
  const [found] = await findInstallations(tx, [id]);
  mustOwn(caller, found?.organizationId, 'The installation');
  // The App before its installation, as whoever changes the App takes them.
  const app = await holdApp(tx, found!.appId);
  const installation = await lockInstallation(tx, app.id, id);
  if (!installation) throw notFound('The installation');
  return { installation, app };
}
