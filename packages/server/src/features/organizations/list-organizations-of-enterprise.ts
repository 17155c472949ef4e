import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { Organization } from './organization.entity.ts';
import { findAllOrganizationsOfEnterprise, findOrganizationsOfEnterprise } from './organization.store.ts';

/** The organizations under an enterprise, by login, for its owners. */
export async function listOrganizationsOfEnterprise(
  { viewer, database }: Caller,
  enterpriseId: number,
  page: Page,
): Promise<PageOf<Organization>> {
  if (!viewer.enterpriseIds.includes(enterpriseId)) throw notFound('The enterprise');
  return findOrganizationsOfEnterprise(database.manager, enterpriseId, page);
}

/** All of them, for what is reckoned over the whole enterprise. */
export const allOrganizationsOfEnterprise = (tx: Tx, enterpriseId: number): Promise<Organization[]> =>
  findAllOrganizationsOfEnterprise(tx, enterpriseId);
