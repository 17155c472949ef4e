import type { Caller } from '../../access/caller.ts';
import { forbidden } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { findInstallationsPage } from './app-installation.store.ts';

/** The Apps that an organization let in, for its owners. */
export async function listInstallations(
  { viewer, database }: Caller,
  organizationId: number,
  page: Page,
): Promise<PageOf<AppInstallation>> {
  viewer.mustBeSession();
  if (viewer.roleIn(organizationId) !== 'OWNER') throw forbidden('Only owners of the organization see its Apps.');
  return findInstallationsPage(database.manager, organizationId, page);
}
