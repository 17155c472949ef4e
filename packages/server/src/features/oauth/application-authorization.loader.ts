import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { rowsById } from '../../platform/database/rows-by-id.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { findAuthorizations, findLastUses } from './application-authorization.store.ts';

export const applicationAuthorizationLoader = (database: Database) =>
  new DataLoader<number, ApplicationAuthorization | null>(async (ids) =>
    rowsById(ids, await findAuthorizations(database.manager, ids), ({ id }) => id),
  );

/** When the tokens that came of authorizations were last used. */
export const authorizationLastUseLoader = (database: Database) =>
  new DataLoader<number, Date | null>(async (ids) => {
    const uses = new Map((await findLastUses(database.manager, ids)).map(({ id, lastUsedAt }) => [id, lastUsedAt]));
    return ids.map((id) => uses.get(id) ?? null);
  });
