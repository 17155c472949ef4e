import type { Caller } from '../../access/caller.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import { findMembers, type Member } from './organization.store.ts';

/** The members by login, for those who hold `members: read` (which every member's session does). */
export async function listMembers(
  { viewer, database }: Caller,
  organizationId: number,
  text: string | null,
  page: Page,
): Promise<PageOf<Member>> {
  viewer.mustHave('members:read', { organizationId });
  return findMembers(database.manager, organizationId, text, page);
}
