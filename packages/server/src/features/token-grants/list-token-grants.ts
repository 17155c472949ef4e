import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { TokenGrant } from './token-grant.entity.ts';
import { findTokenGrant, findTokenGrants, type TokenGrantFilter, type TokenGrantOrder } from './token-grant.store.ts';

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
