import type { EventFacts } from '../../features/webhooks/webhook-facts.store.ts';
import { avatarUrl } from '../graphql/avatar.ts';
import { globalId } from '../graphql/global-id.ts';
import { permissionsShape } from '../permissions-shape.ts';
import { accountShape } from './account-shape.ts';
import { organizationShape } from './organization-shape.ts';

type At = { publicUrl: string; now: Date };
type Request = NonNullable<EventFacts['request']>;

/** What a webhook is sent, in GitHub's shapes `webhook-personal-access-token-request-*` and `webhook-ping`. (AP-3) */
export function webhookPayload(facts: EventFacts, at: At): object {
  const { request, organization, installationId } = facts;
  const addressee = organization && { organization: organizationShape(organization, at.publicUrl) };
  const sender = { sender: senderShape(facts.sender, at.publicUrl) };
  if (!request) return { ...pingShape(facts), ...addressee, ...sender };
  return {
    action: facts.action,
    personal_access_token_request: requestShape(request, organization!.login, at),
    ...addressee,
    ...sender,
    // GitHub's schema asks for it of all but `created`; an organization's own webhook has no installation to name.
    ...(installationId !== null && {
      installation: { id: installationId, node_id: globalId('AppInstallation', installationId) },
    }),
  };
}

function requestShape(request: Request, organization: string, { publicUrl, now }: At) {
  const { id, requester, permissions, repositorySelection, repositories, createdAt, token } = request;
  const isSubset = repositorySelection === 'SUBSET';
  return {
    id,
    owner: accountShape({ kind: 'USER', ...requester }, publicUrl),
    permissions_added: permissionsShape(permissions.filter(({ previousLevel }) => previousLevel === null)),
    permissions_upgraded: permissionsShape(
      permissions.filter(({ level, previousLevel }) => previousLevel !== null && previousLevel !== level),
    ),
    permissions_result: permissionsShape(permissions),
    repository_selection: repositorySelection.toLowerCase(),
    repository_count: isSubset ? repositories.length : null,
    repositories: isSubset ? repositories.map((repository) => repositoryShape(repository, organization)) : null,
    created_at: createdAt,
    token_id: token.id,
    token_name: token.name,
    token_expired: token.expiresAt !== null && token.expiresAt <= now,
    token_expires_at: token.expiresAt,
    token_last_used_at: token.lastUsedAt,
  };
}

const repositoryShape = ({ id, name, isPrivate }: Request['repositories'][number], organization: string) => ({
  id,
  node_id: globalId('Repository', id),
  name,
  full_name: `${organization}/${name}`,
  private: isPrivate,
});

/** A person, or an App as the bot that GitHub shows for it. */
function senderShape({ kind, id, login }: EventFacts['sender'], publicUrl: string) {
  if (kind === 'USER') return accountShape({ kind, id, login }, publicUrl);
  const bot = `${login}[bot]`;
  return {
    ...accountShape({ kind: 'USER', id, login: encodeURIComponent(bot) }, publicUrl),
    login: bot,
    node_id: globalId('App', id),
    avatar_url: avatarUrl(login),
    html_url: `${publicUrl}/apps/${login}`,
    type: 'Bot',
  };
}

function pingShape({ webhook: { id, appId, url, isActive, hasSecret, createdAt } }: EventFacts) {
  return {
    zen: 'A second signature makes the paper valid.',
    hook_id: id,
    hook: {
      type: appId === null ? 'Organization' : 'App',
      id,
      name: 'web',
      active: isActive,
      events: ['personal_access_token_request'],
      config: { content_type: 'json', insecure_ssl: '0', url, ...(hasSecret && { secret: '********' }) },
      created_at: createdAt,
      updated_at: createdAt,
      ...(appId !== null && { app_id: appId }),
    },
  };
}
