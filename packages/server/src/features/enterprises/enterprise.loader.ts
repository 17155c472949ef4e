import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { findEnterpriseOwnerIds, findEnterprises } from './enterprise.store.ts';

export const enterpriseLoader = (database: Database) =>
  new DataLoader<number, Enterprise | null>(async (ids) =>
    rowsById(ids, await findEnterprises(database.manager, ids), ({ id }) => id),
  );

/** The ids of the people who own an enterprise. */
export const enterpriseOwnerIdsLoader = (database: Database) =>
  new DataLoader<number, number[]>(async (ids) => {
    const owners = Map.groupBy(await findEnterpriseOwnerIds(database.manager, ids), ({ enterpriseId }) => enterpriseId);
    return ids.map((id) => (owners.get(id) ?? []).map(({ userId }) => userId));
  });
