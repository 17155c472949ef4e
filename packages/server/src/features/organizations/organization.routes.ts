import { scopesCover } from '@countersign/schema';
import { operation, type RestDoor } from '../../api/rest/operation.ts';
import { fullOrganizationShape, organizationShape } from '../../api/rest/organization-shape.ts';
import { readPage, tellPages } from '../../api/rest/paging.ts';
import { forbidden } from '../../errors.ts';
import { findOrganization } from './find-organization.ts';
import { countPublicRepositories, findOrganizationsOfMember } from './organization.store.ts';

/** Of which a classic token needs one to list its person's organizations. */
const LISTING_SCOPES = ['read:org', 'user'];

/** Organizations, for those who may know of them. */
export function organizationRoutes(door: RestDoor): void {
  operation(door, {
    method: 'GET',
    path: '/orgs/:org',
    needs: 'credential',
    async answer(caller, { params }) {
      const organization = await findOrganization(caller, params['org']!);
      const publicRepositories = await countPublicRepositories(caller.database.manager, organization.id);
      return fullOrganizationShape(organization, publicRepositories, caller.settings.publicUrl);
    },
  });

  operation(door, {
    method: 'GET',
    path: '/user/orgs',
    needs: 'user',
    scopes: LISTING_SCOPES,
    async answer({ viewer, database, settings: { publicUrl } }, request, reply) {
      const { bearer } = viewer;
      // A fine-grained token is for one owner, and has no list of them.
      if (bearer.kind !== 'CLASSIC') return [];
      if (!LISTING_SCOPES.some((scope) => scopesCover(bearer.scopes, scope)))
        throw forbidden('This needs the scope read:org or user, which the token does not have.');
      const page = readPage(request.query);
      // An organization that refuses the token is left out. (PO-4)
      const except = viewer.refusingOrganizationIds;
      const { rows, totalCount } = await findOrganizationsOfMember(database.manager, bearer.userId, except, page);
      tellPages(reply, request, { page, totalCount, publicUrl });
      return rows.map((row) => organizationShape(row, publicUrl));
    },
  });
}
