import { appShape, installationShape } from '../../api/rest/app-shape.ts';
import { operation, type RestDoor } from '../../api/rest/operation.ts';
import { readPage, tellPages } from '../../api/rest/paging.ts';
import { notFound } from '../../errors.ts';
import type { AppCaller } from './app-caller.ts';
import {
  countInstallations,
  findInstallation,
  findInstallationOn,
  findInstallationReaching,
  findInstallationsAt,
  type InstallationInFull,
} from './app-installation.store.ts';
import { findAppOwner, findPermissionsOf } from './app.store.ts';
import { installationIdIn } from './installation.routes.ts';

/** What an App reads of itself by its own JWT: what it is, and where it is installed. (AP-1) */
export function appRoutes(door: RestDoor): void {
  operation(door, {
    method: 'GET',
    path: '/app',
    needs: 'app',
    async answer({ asking, database: { manager }, settings }) {
      const found = {
        app: asking,
        owner: await findAppOwner(manager, asking),
        permissions: await findPermissionsOf(manager, asking.id),
        installationsCount: await countInstallations(manager, asking.id),
      };
      return appShape(found, settings.publicUrl);
    },
  });

  operation(door, {
    method: 'GET',
    path: '/app/installations',
    needs: 'app',
    async answer({ asking, database: { manager }, settings: { publicUrl } }, request, reply) {
      const page = readPage(request.query);
      const rows = await findInstallationsAt(manager, asking.id, page);
      tellPages(reply, request, { page, totalCount: await countInstallations(manager, asking.id), publicUrl });
      return rows.map((row) => installationShape(row, asking, publicUrl));
    },
  });

  operation(door, {
    method: 'GET',
    path: '/app/installations/:installation_id',
    needs: 'app',
    answer: async (caller, request) =>
      shown(caller, await findInstallation(caller.database.manager, caller.asking.id, installationIdIn(request))),
  });

  operation(door, {
    method: 'GET',
    path: '/orgs/:org/installation',
    needs: 'app',
    answer: async (caller, { params }) =>
      shown(caller, await findInstallationOn(caller.database.manager, caller.asking.id, params['org']!)),
  });

  operation(door, {
    method: 'GET',
    path: '/repos/:owner/:repo/installation',
    needs: 'app',
    answer: async ({ asking, database, settings }, { params }) =>
      shown(
        { asking, settings },
        await findInstallationReaching(database.manager, asking.id, params['owner']!, params['repo']!),
      ),
  });

  operation(door, {
    method: 'GET',
    path: '/users/:username/installation',
    needs: 'app',
    // Apps are installed on organizations, never on people.
    answer: async () => {
      throw notFound('The installation');
    },
  });
}

function shown({ asking, settings }: Pick<AppCaller, 'asking' | 'settings'>, found: InstallationInFull | null) {
  if (!found) throw notFound('The installation');
  return installationShape(found, asking, settings.publicUrl);
}
