import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import { globalId } from '../graphql/global-id.ts';
import { accountShape } from './account-shape.ts';

/** Below a repository's own address. */
const ADDRESSES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** A repository in GitHub's shape `minimal-repository`, as lists have it. */
export function minimalRepositoryShape(repository: RepositoryInSight, publicUrl: string) {
  const { id, name, owner, description, visibility, createdAt } = repository;
  const fullName = `${owner.login}/${name}`;
  const url = `${publicUrl}/api/v3/repos/${fullName}`;
  return {
    id,
    node_id: globalId('Repository', id),
    name,
    full_name: fullName,
    owner: accountShape(owner, publicUrl),
    private: visibility === 'PRIVATE',
    visibility: visibility.toLowerCase(),
    description,
    fork: false,
    url,
    html_url: `${publicUrl}/${fullName}`,
    clone_url: `${publicUrl}/git/${fullName}.git`,
    ...Object.fromEntries(Object.entries(ADDRESSES).map(([key, path]) => [key, url + path])),
    default_branch: 'main',
    archived: false,
    disabled: false,
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: createdAt,
    ...permissionsShape(repository),
  };
}

/** What the token's user may do there; an App is no user. */
function permissionsShape({ userLevel }: RepositoryInSight) {
  if (userLevel === null) return {};
  return { permissions: { admin: userLevel === 'ADMIN', push: userLevel !== 'READ', pull: true } };
}

/** GitHub's `full-repository`: what is asked of one by itself. What this server does not keep (stars, forks, issues) is none. */
export function fullRepositoryShape(repository: RepositoryInSight, publicUrl: string) {
  const minimal = minimalRepositoryShape(repository, publicUrl);
  return {
    ...minimal,
    git_url: minimal.clone_url,
    ssh_url: minimal.clone_url,
    svn_url: minimal.html_url,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    has_issues: false,
    has_projects: false,
    has_wiki: false,
    has_downloads: false,
    has_pages: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    watchers: 0,
    watchers_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    network_count: 0,
  };
}
