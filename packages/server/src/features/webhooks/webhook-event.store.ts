import type { Tx } from '../../platform/database/database.ts';
import type { DeliveryState } from './webhook.entity.ts';

// Plain SQL, for what is read and written here belongs to several features and is one statement for any number.

/** What an App needs to be told of requests: any level of it is read or more. */
const REQUESTS = 'organization_personal_access_token_requests';

// The rows that are referred to are held, so that one deleted at this moment is left out and does not fail what is told.
const INSERT_DELIVERIES = `
  WITH own AS MATERIALIZED (
    SELECT webhook.id, webhook.organization_id, webhook.organization_id AS owner_id FROM webhooks webhook
     WHERE webhook.organization_id = ANY($3) AND webhook.is_active FOR KEY SHARE
  ), installed AS MATERIALIZED (
    SELECT webhook.id, installation.organization_id, app.owner_organization_id AS owner_id, installation.id AS installation_id
      FROM app_installations installation JOIN webhooks webhook ON webhook.app_id = installation.app_id
      JOIN apps app ON app.id = installation.app_id
     WHERE installation.organization_id = ANY($3) AND webhook.is_active AND installation.suspended_at IS NULL
       AND EXISTS (SELECT 1 FROM app_installation_permissions WHERE installation_id = installation.id AND key = '${REQUESTS}')
       FOR KEY SHARE OF installation, webhook
  ), listener AS (
    SELECT *, NULL::bigint AS installation_id FROM own UNION ALL SELECT * FROM installed
  ), delivery AS (
    INSERT INTO webhook_deliveries (webhook_id, guid, event, action, request_id, installation_id, sender_user_id, sender_app_id, created_at)
    SELECT listener.id, gen_random_uuid(), 'personal_access_token_request', $4, told.request_id, listener.installation_id, $5, $6, $7
      FROM unnest($1::bigint[], $2::bigint[]) AS told(request_id, organization_id)
      JOIN listener ON listener.organization_id = told.organization_id
     ORDER BY told.request_id, listener.id
    RETURNING id, webhook_id
  )
  SELECT delivery.id, webhook_id AS "webhookId", owner_id AS "ownerOrganizationId"
    FROM delivery JOIN (SELECT DISTINCT id, owner_id FROM listener) AS webhook ON webhook.id = webhook_id ORDER BY delivery.id`;

export type Told = {
  action: 'created' | 'approved' | 'denied' | 'cancelled';
  requests: readonly { id: number; organizationId: number }[];
  sender: { userId: number | null; appId: number | null };
  at: Date;
};

/** A delivery of each request for each webhook that hears of its organization. One statement, however many; cheap where nobody listens. */
export const insertDeliveriesOf = (
  tx: Tx,
  { action, requests, sender, at }: Told,
): Promise<{ id: number; webhookId: number; ownerOrganizationId: number | null }[]> => {
  const organizationIds = requests.map(({ organizationId }) => organizationId);
  return tx.query(INSERT_DELIVERIES, [
    requests.map(({ id }) => id),
    organizationIds,
    [...new Set(organizationIds)],
    action,
    sender.userId,
    sender.appId,
    at,
  ]);
};

export type DeliveryToMake = {
  id: number;
  guid: string;
  event: string;
  payload: string | null;
  state: DeliveryState;
  webhookId: number;
  url: string;
  secret: Buffer | null;
  isActive: boolean;
  organizationId: number | null;
  appId: number | null;
  /** The App may not be told any more: it was uninstalled or suspended, or may not read requests by now. */
  isShutOut: boolean;
};

/** A delivery, and where it goes as things are now. */
export async function findDeliveryToMake(tx: Tx, id: number): Promise<DeliveryToMake | null> {
  const rows: DeliveryToMake[] = await tx.query(
    `SELECT delivery.id, delivery.guid, delivery.event, delivery.payload, delivery.state, webhook.id AS "webhookId", webhook.url,
            webhook.secret, webhook.is_active AS "isActive", webhook.organization_id AS "organizationId", webhook.app_id AS "appId",
            webhook.app_id IS NOT NULL AND delivery.request_id IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM app_installations installation
                JOIN app_installation_permissions permission ON permission.installation_id = installation.id AND permission.key = '${REQUESTS}'
               WHERE installation.id = delivery.installation_id AND installation.suspended_at IS NULL) AS "isShutOut"
       FROM webhook_deliveries delivery JOIN webhooks webhook ON webhook.id = delivery.webhook_id
      WHERE delivery.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
