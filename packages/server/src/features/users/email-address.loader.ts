import DataLoader from 'dataloader';
import type { Database } from '../../platform/database/database.ts';
import { findAddressesOf, type OwnEmailAddress } from './email-address.store.ts';

/** All addresses of a person, the primary one first. */
export const emailAddressLoader = (database: Database) =>
  new DataLoader<number, OwnEmailAddress[]>(async (userIds) => {
    const byPerson = Map.groupBy(await findAddressesOf(database.manager, userIds), ({ userId }) => userId);
    return userIds.map((id) => byPerson.get(id) ?? []);
  });
