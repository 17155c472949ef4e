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
export async function* watchTokenRequests(
  caller: Caller,
  notifications: Notifications,
  login: string,
): AsyncGenerator<TokenRequestsAnnouncement> {
  const organization = await findOrganization(caller, login);
  caller.viewer.mustHave(READ, { organizationId: organization.id });
  let waiting: TokenRequestsAnnouncement[] = [];
  let wake = () => {};
  const stop = notifications.on(TOKEN_REQUESTS_CHANNEL, (payload) => {
    const announcement = payload as TokenRequestsAnnouncement;
    if (announcement.organizationId !== organization.id) return;
    waiting = waiting.length < MOST_WAITING ? [...waiting, announcement] : [{ ...announcement, requestIds: null }];
    wake();
  });
  try {
    for (;;) {
      yield* waiting.splice(0);
      // oxlint-disable-next-line no-await-in-loop
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
  }
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
