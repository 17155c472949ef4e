import { covers, type PermissionMap } from '@countersign/schema';
import type { InstallationInFull } from '../../features/apps/app-installation.store.ts';
import type { App } from '../../features/apps/app.entity.ts';
import { globalId } from '../graphql/global-id.ts';
import { type Account, accountShape } from './account-shape.ts';

/** What an App is told of, by what it may read. */
const eventsOf = (permissions: PermissionMap): string[] =>
  covers(permissions['organization_personal_access_token_requests'], 'read') ? ['personal_access_token_request'] : [];

export type AppInFull = { app: App; owner: Account; permissions: PermissionMap; installationsCount: number };

/** An App in GitHub's shape `integration`. */
export function appShape({ app, owner, permissions, installationsCount }: AppInFull, publicUrl: string) {
  const { id, slug, name, clientId, description, createdAt } = app;
  return {
    id,
    slug,
    node_id: globalId('App', id),
    client_id: clientId,
    owner: accountShape(owner, publicUrl),
    name,
    description,
    external_url: publicUrl,
    html_url: `${publicUrl}/apps/${slug}`,
    created_at: createdAt,
    updated_at: createdAt,
    permissions,
    events: eventsOf(permissions),
    installations_count: installationsCount,
  };
}

/** GitHub's words for which repositories. */
export const selectionShape = (selection: 'ALL' | 'SUBSET') => (selection === 'ALL' ? 'all' : 'selected');

/** An installation in GitHub's shape `installation`. */
export function installationShape(installation: InstallationInFull, app: App, publicUrl: string) {
  const { id, organizationId, organizationLogin, permissions, createdAt, suspendedAt } = installation;
  const { suspendedByUserId, suspendedByLogin } = installation;
  return {
    id,
    account: installedOn(organizationId, organizationLogin, publicUrl),
    repository_selection: selectionShape(installation.repositorySelection),
    access_tokens_url: `${publicUrl}/api/v3/app/installations/${id}/access_tokens`,
    repositories_url: `${publicUrl}/api/v3/installation/repositories`,
    html_url: `${publicUrl}/organizations/${organizationLogin}/settings/apps`,
    app_id: app.id,
    app_slug: app.slug,
    client_id: app.clientId,
    target_id: organizationId,
    target_type: 'Organization',
    permissions,
    events: eventsOf(permissions),
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    suspended_by:
      suspendedByUserId === null
        ? null
        : accountShape({ kind: 'USER', id: suspendedByUserId, login: suspendedByLogin! }, publicUrl),
    suspended_at: suspendedAt,
  };
}

/** GitHub's description of the list has an account be a user and an enterprise at once: it has what either has. */
const installedOn = (id: number, login: string, publicUrl: string) => ({
  ...accountShape({ kind: 'ORGANIZATION', id, login, name: login }, publicUrl),
  slug: login,
  created_at: null,
  updated_at: null,
});
