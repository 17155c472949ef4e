import type { Organization } from '../../features/organizations/organization.entity.ts';
import { avatarUrl } from '../graphql/avatar.ts';
import { globalId } from '../graphql/global-id.ts';

/** An organization in GitHub's shape `organization-simple`, as lists have it. */
export function organizationShape({ id, login }: Pick<Organization, 'id' | 'login'>, publicUrl: string) {
  const url = `${publicUrl}/api/v3/orgs/${login}`;
  return {
    login,
    id,
    node_id: globalId('Organization', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: avatarUrl(login),
    description: null,
  };
}

/** GitHub's `organization-full`: what is asked of one by itself. What this server does not keep is none. */
export function fullOrganizationShape(organization: Organization, publicRepositories: number, publicUrl: string) {
  const { login, name, createdAt } = organization;
  return {
    ...organizationShape(organization, publicUrl),
    ...(name !== null && { name }),
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: publicRepositories,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${publicUrl}/${login}`,
    type: 'Organization',
    created_at: createdAt,
    updated_at: createdAt,
    archived_at: null,
  };
}
