import { avatarUrl } from '../graphql/avatar.ts';
import { globalId } from '../graphql/global-id.ts';

export type Account = {
  kind: 'USER' | 'ORGANIZATION';
  id: number;
  login: string;
  name?: string | null;
  email?: string | null;
};

/** Below an account's own address. */
const ADDRESSES = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
};

/** A person or an organization, in GitHub's shape `simple-user`: what is public of them. (AP-5) */
export function accountShape({ kind, id, login, name, email }: Account, publicUrl: string) {
  const url = `${publicUrl}/api/v3/users/${login}`;
  return {
    login,
    id,
    node_id: globalId(kind === 'USER' ? 'User' : 'Organization', id),
    avatar_url: avatarUrl(login),
    gravatar_id: '',
    url,
    html_url: `${publicUrl}/${login}`,
    ...Object.fromEntries(Object.entries(ADDRESSES).map(([key, path]) => [key, url + path])),
    type: kind === 'USER' ? 'User' : 'Organization',
    site_admin: false,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  };
}

/** A person in GitHub's shape `public-user`: what a token learns of who it acts for. What this server does not keep is none. (AP-5) */
export function ownShape(account: Account, createdAt: Date, publicUrl: string) {
  return {
    ...accountShape(account, publicUrl),
    user_view_type: 'public',
    company: null,
    blog: null,
    location: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: createdAt,
    updated_at: createdAt,
  };
}
