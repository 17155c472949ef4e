import type { Level } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';
import type { RepositorySelection } from '../tokens/token.entity.ts';

type Named = { id: number; login: string };

export type EventFacts = {
  event: string;
  action: string;
  sender: { kind: 'USER' | 'APP'; id: number; login: string };
  installationId: number | null;
  /** Null for what an App is told of itself. */
  organization: Named | null;
  webhook: { id: number; appId: number | null; url: string; isActive: boolean; hasSecret: boolean; createdAt: Date };
  /** Null for a ping. */
  request: {
    id: number;
    createdAt: Date;
    repositorySelection: RepositorySelection;
    requester: Named;
    token: { id: number; name: string; expiresAt: Date | null; lastUsedAt: Date | null };
    permissions: { key: string; level: Level; previousLevel: Level | null }[];
    repositories: { id: number; name: string; isPrivate: boolean }[];
  } | null;
};

type FactsRow = Omit<EventFacts, 'webhook' | 'request'> &
  Omit<NonNullable<EventFacts['request']>, 'id' | 'token'> & {
    webhook: EventFacts['webhook'];
    requestId: number | null;
    tokenId: number;
    tokenName: string;
    expiresAt: Date | null;
    lastUsedAt: Date | null;
    webhookCreatedAt: Date;
  };

// Plain SQL, for it joins what several features keep into one row. What the clock did has no sender: it is told in the name of the token's user.
const FIND_FACTS = `
  SELECT delivery.event, delivery.action, delivery.installation_id AS "installationId",
         CASE WHEN app.id IS NULL
              THEN json_build_object('kind', 'USER', 'id', coalesce(sender.id, requester.id), 'login', coalesce(sender.login, requester.login))
              ELSE json_build_object('kind', 'APP', 'id', app.id, 'login', app.slug) END AS sender,
         CASE WHEN organization.id IS NOT NULL THEN json_build_object('id', organization.id, 'login', organization.login) END AS organization,
         json_build_object('id', webhook.id, 'appId', webhook.app_id, 'url', webhook.url, 'isActive', webhook.is_active,
                           'hasSecret', webhook.secret IS NOT NULL) AS webhook, webhook.created_at AS "webhookCreatedAt",
         request.id AS "requestId", request.created_at AS "createdAt", request.repository_selection AS "repositorySelection",
         json_build_object('id', requester.id, 'login', requester.login) AS requester,
         token.id AS "tokenId", token.name AS "tokenName", token.expires_at AS "expiresAt", token.last_used_at AS "lastUsedAt",
         (SELECT coalesce(json_agg(json_build_object('key', key, 'level', level, 'previousLevel', previous_level) ORDER BY key), '[]')
            FROM token_request_permissions WHERE request_id = request.id) AS permissions,
         (SELECT coalesce(json_agg(json_build_object('id', repository.id, 'name', repository.name,
                                                     'isPrivate', repository.visibility = 'PRIVATE') ORDER BY repository.id), '[]')
            FROM token_request_repositories chosen JOIN repositories repository ON repository.id = chosen.repository_id
           WHERE chosen.request_id = request.id) AS repositories
    FROM webhook_deliveries delivery
    JOIN webhooks webhook ON webhook.id = delivery.webhook_id
    LEFT JOIN token_requests request ON request.id = delivery.request_id
    LEFT JOIN users requester ON requester.id = request.requester_id
    LEFT JOIN tokens token ON token.id = request.token_id
    LEFT JOIN organizations organization ON organization.id = coalesce(request.organization_id, webhook.organization_id)
    LEFT JOIN users sender ON sender.id = delivery.sender_user_id
    LEFT JOIN apps app ON app.id = delivery.sender_app_id
   WHERE delivery.id = $1`;

/** All that the body of a delivery says, as it is now. Null when it was deleted meanwhile. */
export async function findEventFacts(tx: Tx, id: number): Promise<EventFacts | null> {
  const [row]: FactsRow[] = await tx.query(FIND_FACTS, [id]);
  if (!row) return null;
  const { event, action, sender, installationId, organization, requestId } = row;
  const webhook = { ...row.webhook, createdAt: row.webhookCreatedAt };
  const common = { event, action, sender, installationId, organization, webhook };
  if (requestId === null) return { ...common, request: null };
  const { createdAt, repositorySelection, requester, permissions, repositories, tokenId, tokenName } = row;
  const token = { id: tokenId, name: tokenName, expiresAt: row.expiresAt, lastUsedAt: row.lastUsedAt };
  const asked = { createdAt, repositorySelection, requester, permissions, repositories, token };
  return { ...common, request: { id: requestId, ...asked } };
}
