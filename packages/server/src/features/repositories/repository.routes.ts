import { operation, type RestDoor, type RestRequest } from '../../api/rest/operation.ts';
import { readPage, tellPages } from '../../api/rest/paging.ts';
import { fullRepositoryShape, minimalRepositoryShape } from '../../api/rest/repository-shape.ts';
import { findOrganization } from '../organizations/find-organization.ts';
import { findRepository } from './find-repository.ts';
import { findRepositoriesAt, type RepositoryOrder } from './repository.store.ts';
import { sightOf } from './sight.ts';

/** Repositories, as reads to try a token on. */
export function repositoryRoutes(door: RestDoor): void {
  operation(door, {
    method: 'GET',
    path: '/repos/:owner/:repo',
    needs: 'metadata:read',
    publicToo: true,
    async answer(caller, { params }) {
      const repository = await findRepository(caller, params['owner']!, params['repo']!);
      return fullRepositoryShape(repository, caller.settings.publicUrl);
    },
  });

  operation(door, {
    method: 'GET',
    path: '/orgs/:org/repos',
    needs: 'metadata:read',
    async answer(caller, request, reply) {
      const { viewer, database, settings } = caller;
      const { id, login } = await findOrganization(caller, request.params['org']!);
      const owner = { kind: 'ORGANIZATION', id, login } as const;
      const page = readPage(request.query);
      const { rows, totalCount } = await findRepositoriesAt(database.manager, owner, sightOf(viewer), {
        ...page,
        ...readOrder(request),
      });
      tellPages(reply, request, { page, totalCount, publicUrl: settings.publicUrl });
      return rows.map((row) => minimalRepositoryShape(row, settings.publicUrl));
    },
  });
}

/** `sort` and `type`; the rest of GitHub's values mean something that is not kept here, and change nothing. */
function readOrder({ query: { sort, direction, type } }: RestRequest): RepositoryOrder {
  const byName = sort === 'full_name';
  return {
    by: byName ? 'name' : 'createdAt',
    direction: (direction ?? (byName ? 'asc' : 'desc')) === 'asc' ? 'ASC' : 'DESC',
    visibility: type === 'public' ? 'PUBLIC' : type === 'private' ? 'PRIVATE' : null,
  };
}
