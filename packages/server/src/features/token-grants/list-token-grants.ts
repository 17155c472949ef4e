import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { NumberedPage, NumberedPageOf } from '../../platform/database/numbered-page.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import {
  findTokenGrant,
  findTokenGrants,
  findTokenGrantsAt,
  type TokenGrantFilter,
  type TokenGrantOrder,
} from './token-grant.store.ts';

const READ = 'organization_personal_access_tokens:read';

/** The tokens with access to the organization, for its owners and Apps; newest grant first unless told. (GN-1) */
export async function listTokenGrants(
  { viewer, database }: Caller,
  organizationId: number,
  filter: TokenGrantFilter | null,
  orderBy: TokenGrantOrder | null,
  page: Page,
): Promise<PageOf<TokenGrant>> {
  viewer.mustHave(READ, { organizationId });
  return findTokenGrants(
    database.manager,
    organizationId,
    filter ?? {},
    orderBy ?? { field: 'GRANTED_AT', direction: 'DESC' },
    page,
  );
}

/** The same by the number of the page, and how many there are: as REST counts them. */
export async function listTokenGrantsAt(
  { viewer, database }: Caller,
  organizationId: number,
  filter: TokenGrantFilter,
  direction: 'ASC' | 'DESC',
  page: NumberedPage,
): Promise<NumberedPageOf<TokenGrant>> {
  viewer.mustHave(READ, { organizationId });
  return findTokenGrantsAt(database.manager, organizationId, filter, direction, page);
}

/** One of them, while it lives. */
export async function findOneGrant(
  { viewer, database }: Caller,
  organizationId: number,
  id: number,
): Promise<TokenGrant> {
  viewer.mustHave(READ, { organizationId });
  const grant = await findTokenGrant(database.manager, id);
  if (grant?.organizationId !== organizationId || grant.endedAt !== null) throw notFound('The active token');
  return grant;
}
