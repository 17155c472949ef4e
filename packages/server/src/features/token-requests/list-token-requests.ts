import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { NumberedPage, NumberedPageOf } from '../../platform/database/numbered-page.ts';
import type { BulkDecision } from './bulk-decision.entity.ts';
import { findBulkDecision } from './bulk-decision.store.ts';
import { findTokenRequests } from './token-request-list.store.ts';
import type { TokenRequest, TokenRequestStatus } from './token-request.entity.ts';
import {
  awaitArrivals,
  findOwnTokenRequests,
  findTokenRequest,
  findTokenRequestsAt,
  type TokenRequestFilter,
  type TokenRequestOrder,
} from './token-request.store.ts';

const READ = 'organization_personal_access_token_requests:read';

/**
 * The organization's requests for its owners and Apps; PENDING and newest first unless told. (RQ-3) `isDated` when the moment is wanted at which they were
 * read, for a decision over what was read: it waits for those that are on their way in. `isCounted` when it will be asked how many there are.
 */
export async function listTokenRequests(
  { viewer, database, clock }: Caller,
  organizationId: number,
  filter: TokenRequestFilter | null,
  orderBy: TokenRequestOrder | null,
  page: Page,
  { isDated, isCounted }: { isDated: boolean; isCounted: boolean },
): Promise<{ list: PageOf<TokenRequest>; asOf: Date }> {
  viewer.mustHave(READ, { organizationId });
  if (isDated) await awaitArrivals(database.manager, organizationId);
  // A millisecond back, as the next request may come within this one.
  const asOf = new Date(clock().getTime() - 1);
  const order = orderBy ?? { field: 'CREATED_AT', direction: 'DESC' };
  return {
    list: await findTokenRequests(database.manager, organizationId, filter ?? {}, order, page, { isCounted }),
    asOf,
  };
}

/** The same by the number of the page, and how many there are: as REST counts them. */
export async function listTokenRequestsAt(
  { viewer, database }: Caller,
  organizationId: number,
  filter: TokenRequestFilter,
  direction: 'ASC' | 'DESC',
  page: NumberedPage,
): Promise<NumberedPageOf<TokenRequest>> {
  viewer.mustHave(READ, { organizationId });
  return findTokenRequestsAt(database.manager, organizationId, filter, direction, page);
}

/** One of the organization's, for those who review and for its requester. (RQ-9) */
export async function findOne({ viewer, database }: Caller, organizationId: number, id: number): Promise<TokenRequest> {
  const request = await findTokenRequest(database.manager, id);
  const isOwn = viewer.isSession && request?.requesterId === viewer.userId;
  if (!isOwn) viewer.mustHave(READ, { organizationId });
  if (request?.organizationId !== organizationId) throw notFound('The request');
  return request;
}

/** What the person asked of any organization, in every state unless told, newest first. */
export const listOwnTokenRequests = (
  { viewer, database }: Caller,
  status: TokenRequestStatus[] | null,
  page: Page,
): Promise<PageOf<TokenRequest>> => findOwnTokenRequests(database.manager, viewer.mustBeSession(), status, page);

/** How far a decision over many requests is. */
export async function findBulk(
  { viewer, database }: Caller,
  organizationId: number,
  id: number,
): Promise<BulkDecision> {
  viewer.mustHave(READ, { organizationId });
  const bulk = await findBulkDecision(database.manager, organizationId, id);
  if (!bulk) throw notFound('The bulk decision');
  return bulk;
}
