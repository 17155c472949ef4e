import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { Enterprise } from './enterprise.entity.ts';
import { findEnterprises } from './enterprise.store.ts';

export const enterpriseLoader = (database: Database) =>
  new DataLoader<number, Enterprise | null>(async (ids) =>
    rowsById(ids, await findEnterprises(database.manager, ids), ({ id }) => id),
  );
