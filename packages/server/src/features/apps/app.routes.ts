import { z } from 'zod';
import { appShape, installationShape } from '../../api/rest/app-shape.ts';
import { operation, type AppCaller, type RestDoor, type RestRequest } from '../../api/rest/operation.ts';
import { linkHeader, readPage } from '../../api/rest/paging.ts';
import { invalid, notFound } from '../../errors.ts';
import {
  countInstallations,
  findAppOwner,
  findInstallation,
  findInstallationOn,
  findInstallationsAt,
} from './app.store.ts';
import { issueInstallationToken } from './issue-installation-token.ts';

/** An App by its own JWT: itself, where it is installed, and tokens to act there. (AP-1) */
export function appRoutes(door: RestDoor): void {
  operation(door, {
    method: 'GET',
    path: '/app',
    needs: 'app',
    async answer({ asking, database, settings }) {
      const owner = await findAppOwner(database.manager, asking);
      return appShape(asking, owner, await countInstallations(database.manager, asking.id), settings.publicUrl);
    },
  });

  operation(door, {
    method: 'GET',
    path: '/app/installations',
    needs: 'app',
    async answer({ asking, database, settings }, request, reply) {
      const page = readPage(request.query);
      const rows = await findInstallationsAt(database.manager, asking.id, page);
      const totalCount = await countInstallations(database.manager, asking.id);
      const link = linkHeader(settings.publicUrl + request.url, page, totalCount);
      if (link) reply.header('link', link);
      return rows.map((row) => installationShape(row, asking, settings.publicUrl));
    },
  });

  operation(door, {
    method: 'GET',
    path: '/app/installations/:installation_id',
    needs: 'app',
    async answer({ asking, database, settings }, request) {
      const found = await findInstallation(database.manager, asking.id, installationIdIn(request));
      if (!found) throw notFound('The installation');
      return installationShape(found, asking, settings.publicUrl);
    },
  });

  operation(door, {
    method: 'GET',
    path: '/orgs/:org/installation',
    needs: 'app',
    async answer({ asking, database, settings }, { params }) {
      const found = await findInstallationOn(database.manager, asking.id, params['org']!);
      if (!found) throw notFound('The installation');
      return installationShape(found, asking, settings.publicUrl);
    },
  });

  operation(door, {
    method: 'POST',
    path: '/app/installations/:installation_id/access_tokens',
    needs: 'app',
    async answer(caller, request, reply) {
      const issued = await issueFor(caller, request);
      reply.code(201);
      return {
        token: issued.secret,
        expires_at: issued.expiresAt.toISOString().replace(/\.\d{3}Z$/, 'Z'),
        permissions: issued.permissions,
        repository_selection: 'all',
      };
    },
  });
}

const notNarrowed = z
  .undefined('An installation reaches all repositories of its organization; a token cannot be narrowed to some.')
  .optional();
const TokenWish = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  repositories: notNarrowed,
  repository_ids: notNarrowed,
});

function issueFor({ asking, database, now }: AppCaller, request: RestRequest) {
  const wish = TokenWish.safeParse(request.body ?? {});
  if (!wish.success)
    throw invalid(Object.fromEntries(wish.error.issues.map(({ path, message }) => [path.join('.'), message])));
  const { permissions } = wish.data;
  const installationId = installationIdIn(request);
  return database.transaction((tx) => issueInstallationToken(tx, { app: asking, installationId, permissions }, now));
}

function installationIdIn({ params }: RestRequest): number {
  const digits = params['installation_id']!;
  if (!/^[1-9]\d{0,14}$/.test(digits)) throw notFound('The installation');
  return Number(digits);
}
