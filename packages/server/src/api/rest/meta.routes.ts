import { notFound } from '../../errors.ts';
import type { Standing } from '../../platform/http/hourly-limit.ts';
import { epochSeconds, limitedAs } from '../rate-limits.ts';
import { operation, type RestDoor } from './operation.ts';
import { VERSIONS } from './versions.ts';

/** What GitHub's root leads to, below `/api/v3`; not all of it is spoken here. */
const ADDRESSES = {
  current_user_url: '/user',
  authorizations_url: '/authorizations',
  code_search_url: '/search/code?q={query}{&page,per_page,sort,order}',
  commit_search_url: '/search/commits?q={query}{&page,per_page,sort,order}',
  emails_url: '/user/emails',
  emojis_url: '/emojis',
  events_url: '/events',
  feeds_url: '/feeds',
  followers_url: '/user/followers',
  following_url: '/user/following{/target}',
  gists_url: '/gists{/gist_id}',
  issue_search_url: '/search/issues?q={query}{&page,per_page,sort,order}',
  issues_url: '/issues',
  keys_url: '/user/keys',
  label_search_url: '/search/labels?q={query}&repository_id={repository_id}{&page,per_page}',
  notifications_url: '/notifications',
  organization_url: '/orgs/{org}',
  organization_repositories_url: '/orgs/{org}/repos{?type,page,per_page,sort}',
  organization_teams_url: '/orgs/{org}/teams',
  public_gists_url: '/gists/public',
  rate_limit_url: '/rate_limit',
  repository_url: '/repos/{owner}/{repo}',
  repository_search_url: '/search/repositories?q={query}{&page,per_page,sort,order}',
  current_user_repositories_url: '/user/repos{?type,page,per_page,sort}',
  starred_url: '/user/starred{/owner}{/repo}',
  starred_gists_url: '/gists/starred',
  user_url: '/users/{user}',
  user_organizations_url: '/user/orgs',
  user_repositories_url: '/users/{user}/repos{?type,page,per_page,sort}',
  user_search_url: '/search/users?q={query}{&page,per_page,sort,order}',
};

/** What the API says of itself, to anybody. */
export function metaRoutes(door: RestDoor): void {
  const { publicUrl } = door.settings;
  const tell = (path: string, told: unknown) =>
    operation(door, { method: 'GET', path, needs: 'credential', publicToo: true, answer: async () => told });

  tell('/', {
    ...Object.fromEntries(Object.entries(ADDRESSES).map(([key, path]) => [key, `${publicUrl}/api/v3${path}`])),
    current_user_authorizations_html_url: `${publicUrl}/settings/applications{/client_id}`,
  });
  // A password opens no API here.
  tell('/meta', { verifiable_password_authentication: false });
  tell('/versions', VERSIONS);

  operation(door, {
    method: 'GET',
    path: '/rate_limit',
    needs: 'credential',
    publicToo: true,
    isFree: true,
    async answer(caller) {
      const { core, graphql } = door.rateLimits;
      const [name, ip] = [limitedAs(caller), caller.viewer.actor.ip ?? ''];
      const standing = await core.standingOf(name, ip);
      const points = await graphql.standingOf(name, ip);
      if (!standing || !points) throw notFound();
      const none = { limit: 0, used: 0, remaining: 0, resetAt: standing.resetAt };
      const resources = { core: shapeOf(standing), graphql: shapeOf(points), search: shapeOf(none) };
      return { resources, rate: resources.core };
    },
  });
}

const shapeOf = ({ limit, used, remaining, resetAt }: Standing) => ({
  limit,
  used,
  remaining,
  reset: epochSeconds(resetAt),
});
