import type { Caller } from '../../access/caller.ts';
import { forbidden, notFound, unauthenticated } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findOrganizationsById } from '../organizations/find-organization.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { findEnterpriseBySlug, findEnterprises } from './enterprise.store.ts';

/** An enterprise for its owners; to everybody else there is none by that name. */
export async function findEnterprise({ viewer, database }: Caller, slug: string): Promise<Enterprise> {
  if (viewer.bearer.kind === 'ANONYMOUS') throw unauthenticated();
  const enterprise = await findEnterpriseBySlug(database.manager, slug);
  if (!enterprise || !viewer.enterpriseIds.includes(enterprise.id)) throw notFound('The enterprise');
  return enterprise;
}

/** The same for what its owners do in a browser; a member of one of its organizations, who knows of it, is told that it takes one. */
export async function findOwnedEnterprise(caller: Caller, slug: string): Promise<Enterprise> {
  const { viewer, database } = caller;
  viewer.mustBeSession();
  const enterprise = await findEnterpriseBySlug(database.manager, slug);
  if (!enterprise) throw notFound('The enterprise');
  if (viewer.enterpriseIds.includes(enterprise.id)) return enterprise;
  const organizations = await findOrganizationsById(caller, viewer.organizationIds);
  if (organizations.some(({ enterpriseId }) => enterpriseId === enterprise.id))
    throw forbidden('Only owners of the enterprise may do this.');
  throw notFound('The enterprise');
}

/** The enterprise above an organization, as it is at this moment; null where it has none. */
export async function enterpriseAbove(
  tx: Tx,
  { enterpriseId }: { enterpriseId: number | null },
): Promise<Enterprise | null> {
  return enterpriseId === null ? null : ((await findEnterprises(tx, [enterpriseId]))[0] ?? null);
}

/** The enterprises that the viewer is an owner of, by name. */
export async function listOwnEnterprises({ viewer, database }: Caller): Promise<Enterprise[]> {
  const enterprises = await findEnterprises(database.manager, viewer.enterpriseIds);
  return enterprises.toSorted((a, b) => a.name.localeCompare(b.name));
}
