import type { Tx } from '../../platform/database/database.ts';
import { notify } from '../../platform/database/notifications.ts';
import type { TokenRequest } from './token-request.entity.ts';

export const TOKEN_REQUESTS_CHANNEL = 'token_requests';

/** `requestIds` is null when there are too many to name. */
export type TokenRequestsAnnouncement = { organizationId: number; requestIds: number[] | null };

/** A notification holds 8,000 bytes. */
const MOST_IDS = 100;

/**
 * Tells every server process, on commit, that these requests changed, once for each organization. Ids only: who listens reads them under its own
 * rights. One statement.
 */
export async function announceTokenRequests(
  tx: Tx,
  requests: readonly Pick<TokenRequest, 'id' | 'organizationId'>[],
): Promise<void> {
  const announcements = [...Map.groupBy(requests, ({ organizationId }) => organizationId)].map(
    ([organizationId, changed]): TokenRequestsAnnouncement => ({
      organizationId,
      requestIds: changed.length <= MOST_IDS ? changed.map(({ id }) => id) : null,
    }),
  );
  await notify(tx, TOKEN_REQUESTS_CHANNEL, ...announcements);
}
