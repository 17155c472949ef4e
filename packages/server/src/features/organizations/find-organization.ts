import type { Caller } from '../../access/caller.ts';
import { forbidden, notFound, unauthenticated } from '../../errors.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizationByLogin, findOrganizations } from './organization.store.ts';

/** An organization for those who may know of it: its members, their tokens, and Apps installed there. To a stranger there is none. */
export async function findOrganization({ viewer, database }: Caller, login: string): Promise<Organization> {
  if (viewer.bearer.kind === 'ANONYMOUS') throw unauthenticated();
  const organization = await findOrganizationByLogin(database.manager, login);
  if (!organization || !viewer.organizationIds.includes(organization.id)) {
    // A member's classic token is told what it lacks.
    if (organization && viewer.bearer.kind === 'CLASSIC')
      viewer.mustHave('members:read', { organizationId: organization.id }, 'The organization');
    throw notFound('The organization');
  }
  return organization;
}

/** Organizations by id, of those that the viewer may know of. */
export const findOrganizationsById = ({ viewer, database }: Caller, ids: readonly number[]): Promise<Organization[]> =>
  findOrganizations(
    database.manager,
    ids.filter((id) => viewer.organizationIds.includes(id)),
  );

/** The same for its owners, in a browser; another member is told that it takes one. */
export async function findOwnedOrganization(caller: Caller, login: string): Promise<Organization> {
  const organization = await findOrganization(caller, login);
  caller.viewer.mustBeSession();
  if (caller.viewer.roleIn(organization.id) !== 'OWNER')
    throw forbidden('Only owners of the organization may do this.');
  return organization;
}
