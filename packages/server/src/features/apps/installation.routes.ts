import { z } from 'zod';
import { selectionShape } from '../../api/rest/app-shape.ts';
import { operation, type RestDoor, type RestRequest } from '../../api/rest/operation.ts';
import { readPage, tellPages } from '../../api/rest/paging.ts';
import { fullRepositoryShape } from '../../api/rest/repository-shape.ts';
import { invalid, notFound } from '../../errors.ts';
import type { RepositoryChoice } from '../repositories/choose-repositories.ts';
import { listRepositoriesOfApp } from '../repositories/list-repositories-of-app.ts';
import type { AppCaller } from './app-caller.ts';
import { issueInstallationToken } from './issue-installation-token.ts';
import { revokeOwnInstallationToken } from './revoke-own-installation-token.ts';
import { suspendSelf, unsuspendSelf } from './suspend-installation.ts';
import { uninstallSelf } from './uninstall-app.ts';

/** What an App does where it is installed: tokens to act there, and its own suspension and end; and what such a token says of itself. (AP-1) */
export function installationRoutes(door: RestDoor): void {
  const change = (method: 'PUT' | 'DELETE', path: string, act: (caller: AppCaller, id: number) => Promise<unknown>) =>
    operation(door, {
      method,
      path,
      needs: 'app',
      async answer(caller, request, reply) {
        await act(caller, installationIdIn(request));
        return reply.code(204).send();
      },
    });
  change('DELETE', '/app/installations/:installation_id', uninstallSelf);
  change('PUT', '/app/installations/:installation_id/suspended', suspendSelf);
  change('DELETE', '/app/installations/:installation_id/suspended', unsuspendSelf);

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
        repository_selection: selectionShape(issued.repositorySelection),
        ...(issued.repositories && {
          repositories: issued.repositories.map((row) => fullRepositoryShape(row, caller.settings.publicUrl)),
        }),
      };
    },
  });

  operation(door, {
    method: 'GET',
    path: '/installation/repositories',
    needs: 'installation',
    async answer(caller, request, reply) {
      const { publicUrl } = caller.settings;
      const page = readPage(request.query);
      const { rows, totalCount, isSubset } = await listRepositoriesOfApp(caller, page);
      tellPages(reply, request, { page, totalCount, publicUrl });
      return {
        total_count: totalCount,
        repository_selection: selectionShape(isSubset ? 'SUBSET' : 'ALL'),
        repositories: rows.map((row) => fullRepositoryShape(row, publicUrl)),
      };
    },
  });

  operation(door, {
    method: 'DELETE',
    path: '/installation/token',
    needs: 'installation',
    async answer(caller, _request, reply) {
      await revokeOwnInstallationToken(caller);
      return reply.code(204).send();
    },
  });
}

const TokenWish = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  repositories: z.array(z.string().regex(/^[\w.-]{1,100}$/, 'This is no name of a repository.')).optional(),
  repository_ids: z.array(z.int().positive()).optional(),
});

function issueFor({ asking, actor, database, now }: AppCaller, request: RestRequest) {
  const wish = TokenWish.safeParse(request.body ?? {});
  if (!wish.success)
    throw invalid(Object.fromEntries(wish.error.issues.map(({ path, message }) => [path.join('.'), message])));
  const { permissions, repositories, repository_ids: ids } = wish.data;
  const choices: RepositoryChoice[] = [
    ...(repositories ?? []).map((name) => ({ name })),
    ...(ids ?? []).map((id) => ({ id })),
  ];
  const input = {
    app: asking,
    installationId: installationIdIn(request),
    permissions,
    ...((repositories || ids) && { repositories: choices }),
  };
  return database.transaction((tx) => issueInstallationToken(tx, input, now, actor));
}

export function installationIdIn({ params }: RestRequest): number {
  const digits = params['installation_id']!;
  if (!/^[1-9]\d{0,14}$/.test(digits)) throw notFound('The installation');
  return Number(digits);
}
