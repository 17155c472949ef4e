import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizations, findOwnerIds } from './organization.store.ts';

/** One query for all the organizations that a request touches. */
export const organizationLoader = (database: Database) =>
  new DataLoader<number, Organization | null>(async (ids) =>
    rowsById(ids, await findOrganizations(database.manager, ids), ({ id }) => id),
  );

/** The ids of the people who can decide in an organization. (RQ-10) */
export const ownerIdsLoader = (database: Database) =>
  new DataLoader<number, number[]>(async (ids) => {
    const owners = Map.groupBy(await findOwnerIds(database.manager, ids), ({ organizationId }) => organizationId);
    return ids.map((id) => (owners.get(id) ?? []).map(({ userId }) => userId));
  });
