import type { Tx } from '../../platform/database/database.ts';
import { notify } from '../../platform/database/notifications.ts';

export const TOKEN_REQUESTS_CHANNEL = 'token_requests';

/** `requestIds` is null when there are too many to name. */
export type TokenRequestsAnnouncement = { organizationId: number; requestIds: number[] | null };

/** A notification holds 8,000 bytes. */
const MOST_IDS = 100;

/** Tells every server process, on commit, that requests of the organization changed. Ids only: who listens reads them under its own rights. */
export const announceTokenRequests = (tx: Tx, organizationId: number, ids: readonly number[]): Promise<void> =>
  notify(tx, TOKEN_REQUESTS_CHANNEL, {
    organizationId,
    requestIds: ids.length <= MOST_IDS ? [...ids] : null,
  } satisfies TokenRequestsAnnouncement);
