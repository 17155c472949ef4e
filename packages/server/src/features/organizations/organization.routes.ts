import { scopesCover } from '@countersign/schema';
import type { Viewer } from '../../access/viewer.ts';
import { operation, type RestDoor } from '../../api/rest/operation.ts';
import { fullOrganizationShape, organizationShape } from '../../api/rest/organization-shape.ts';
import { readPage, tellPages } from '../../api/rest/paging.ts';
import { forbidden } from '../../errors.ts';
import { findOrganization } from './find-organization.ts';
import { countPublicRepositories, findOrganizationsAt } from './organization.store.ts';

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
      const page = readPage(request.query);
      const { rows, totalCount } = await findOrganizationsAt(database.manager, idsToList(viewer), page);
      tellPages(reply, request, { page, totalCount, publicUrl });
      return rows.map((row) => organizationShape(row, publicUrl));
    },
  });
}

/** For an App that acts for a person, those where both are; for a classic token those of its user that do not refuse it. (PO-4) */
function idsToList(viewer: Viewer): readonly number[] {
  const { bearer } = viewer;
  if (bearer.kind === 'APP_USER') return viewer.organizationIds;
  // A fine-grained token is for one owner, and has no list of them.
  if (bearer.kind !== 'CLASSIC') return [];
  if (!LISTING_SCOPES.some((scope) => scopesCover(bearer.scopes, scope)))
    throw forbidden('This needs the scope read:org or user, which the token does not have.');
  const refusing = new Set(viewer.refusingOrganizationIds);
  return viewer.holdingIds.filter((id) => viewer.roleIn(id) !== null && !refusing.has(id));
}
