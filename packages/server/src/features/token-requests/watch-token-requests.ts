import type { Caller } from '../../access/caller.ts';
import type { Notifications } from '../../platform/database/notifications.ts';
import { findOrganization } from '../organizations/find-organization.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { TOKEN_REQUESTS_CHANNEL, type TokenRequestsAnnouncement } from './announce-token-requests.ts';
import type { TokenRequest } from './token-request.entity.ts';
import { countPending, findTokenRequest } from './token-request.store.ts';

const READ = 'organization_personal_access_token_requests:read';
/** A reader slower than this many changes is told that many happened. */
const MOST_WAITING = 100;

/** The changes of an organization's requests, as they are committed, until the reader leaves. Ids only: each is read anew under the rights of then. */
export async function watchTokenRequests(
  caller: Caller,
  notifications: Notifications,
  login: string,
): Promise<AsyncIterableIterator<TokenRequestsAnnouncement>> {
  const organization = await findOrganization(caller, login);
  caller.viewer.mustHave(READ, { organizationId: organization.id });
  return announcementsOf(organization.id, notifications);
}

/** No generator: that could not be left while it waits, and would listen on for a reader who is gone. */
function announcementsOf(
  organizationId: number,
  notifications: Notifications,
): AsyncIterableIterator<TokenRequestsAnnouncement> {
  let waiting: TokenRequestsAnnouncement[] = [];
  let isOver = false;
  let wake = () => {};
  const stop = notifications.on(TOKEN_REQUESTS_CHANNEL, (payload) => {
    const announcement = payload as TokenRequestsAnnouncement;
    if (announcement.organizationId !== organizationId) return;
    waiting = waiting.length < MOST_WAITING ? [...waiting, announcement] : [{ ...announcement, requestIds: null }];
    wake();
  });
  return {
    async next() {
      if (waiting.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      return isOver ? { done: true, value: undefined } : { done: false, value: waiting.shift()! };
    },
    async return() {
      isOver = true;
      stop();
      wake();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export type TokenRequestsChange = {
  organization: Organization;
  pendingCount: number;
  tokenRequest: TokenRequest | null;
};

/** What an announcement is about, for a viewer who may see it at this moment. */
export async function findChange(
  caller: Caller,
  login: string,
  { requestIds }: TokenRequestsAnnouncement,
): Promise<TokenRequestsChange> {
  const organization = await findOrganization(caller, login);
  caller.viewer.mustHave(READ, { organizationId: organization.id });
  const { manager } = caller.database;
  return {
    organization,
    pendingCount: await countPending(manager, organization.id),
    tokenRequest: requestIds?.length === 1 ? await findTokenRequest(manager, requestIds[0]!) : null,
  };
}
