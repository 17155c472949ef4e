import type { Caller } from '../../access/caller.ts';
import { everyPage, type Table } from '../../platform/database/keyset.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { describeTokenRequests, EXPORTED_COLUMNS, type ExportedRequest } from './token-request-export.store.ts';
import { findTokenRequests } from './token-request-list.store.ts';
import type { TokenRequestFilter, TokenRequestOrder } from './token-request.store.ts';

/**
 * The organization's requests for its owners, in the order of the list that shows them; those that wait unless the filter says otherwise.
 * (RQ-3, RQ-9)
 */
export async function exportTokenRequests(caller: Caller, login: string, filter: TokenRequestFilter): Promise<Table> {
  const { id } = await findOwnedOrganization(caller, login);
  const { manager } = caller.database;
  const requests = everyPage((page) => findTokenRequests(manager, id, filter, orderOf(filter), page));
  return { columns: EXPORTED_COLUMNS, pages: described(requests) };

  async function* described(pages: AsyncIterable<{ id: number }[]>): AsyncGenerator<ExportedRequest[]> {
    for await (const page of pages)
      yield describeTokenRequests(
        manager,
        page.map((request) => request.id),
      );
  }
}

/** Where nothing waits, the latest decision comes first; else the newest request. */
const orderOf = ({ status }: TokenRequestFilter): TokenRequestOrder => ({
  field: !status?.length || status.includes('PENDING') ? 'CREATED_AT' : 'DECIDED_AT',
  direction: 'DESC',
});
