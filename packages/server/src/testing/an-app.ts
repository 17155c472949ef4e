import type { PermissionMap } from '@countersign/schema';
import type { App } from '../features/apps/app.entity.ts';
import { createAppKey } from '../features/apps/create-app-key.ts';
import { createApp } from '../features/apps/create-app.ts';
import { installApp } from '../features/apps/install-app.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { SignedApp } from './signed-app.ts';
import type { TestApp } from './test-app.ts';

export type AppWish = { slug?: string; permissions?: PermissionMap; isPublic?: boolean };
type Place = { on?: Organization; repositoryIds?: readonly number[] };

/** An App of an organization, with a key. */
export function anApp(
  server: TestApp,
  { id, login }: Organization,
  { slug = server.aName('bot'), permissions = { contents: 'read', metadata: 'read' }, isPublic = false }: AppWish = {},
): Promise<{ app: App; signed: SignedApp; permissions: PermissionMap }> {
  const owner = { kind: 'ORGANIZATION', id, login } as const;
  return server.database.transaction(async (tx) => {
    const now = server.now ?? new Date();
    const app = await createApp(tx, { name: `The ${slug}`, slug, isPublic, permissions, owner }, now);
    const { privateKey } = await createAppKey(tx, app, now);
    return { app, signed: new SignedApp(server, app, privateKey), permissions };
  });
}

/** The same, let into the organization or another with all that it asks for, on all repositories or on these; the installation's id beside. */
export async function anAppOn(
  server: TestApp,
  organization: Organization,
  wish: AppWish = {},
  { on = organization, repositoryIds }: Place = {},
) {
  const made = await anApp(server, organization, wish);
  const { app, permissions } = made;
  const by = { actor: commandActor(), now: server.now ?? new Date() };
  const reach = repositoryIds && { repositorySelection: 'SUBSET' as const, repositoryIds };
  const { id } = await server.database.transaction((tx) =>
    installApp(tx, { app, organizationId: on.id, permissions, ...reach }, by),
  );
  return { ...made, installationId: id };
}
