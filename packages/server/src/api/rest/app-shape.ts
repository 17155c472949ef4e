import type { App } from '../../features/apps/app.entity.ts';
import type { InstallationInFull } from '../../features/apps/app.store.ts';
import { globalId } from '../graphql/global-id.ts';
import { type Account, accountShape } from './account-shape.ts';

/** An App in GitHub's shape `integration`. */
export function appShape(app: App, owner: Account, installationsCount: number, publicUrl: string) {
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
    permissions: {},
    events: [],
    installations_count: installationsCount,
  };
}

/** An installation in GitHub's shape `installation`. */
export function installationShape(installation: InstallationInFull, app: App, publicUrl: string) {
  const { id, organizationId, organizationLogin, permissions, createdAt, suspendedAt } = installation;
  return {
    id,
    account: accountShape({ kind: 'ORGANIZATION', id: organizationId, login: organizationLogin }, publicUrl),
    repository_selection: 'all',
    access_tokens_url: `${publicUrl}/api/v3/app/installations/${id}/access_tokens`,
    repositories_url: `${publicUrl}/api/v3/installation/repositories`,
    html_url: `${publicUrl}/organizations/${organizationLogin}/settings/apps`,
    app_id: app.id,
    app_slug: app.slug,
    client_id: app.clientId,
    target_id: organizationId,
    target_type: 'Organization',
    permissions,
    events: [],
    created_at: createdAt,
    updated_at: createdAt,
    single_file_name: null,
    suspended_by: null,
    suspended_at: suspendedAt,
  };
}
