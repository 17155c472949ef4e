import type { Caller } from '../../access/caller.ts';
import { findPreferences, type Preferences } from './notification-preferences.store.ts';

/** Which mails the person in the browser gets. */
export const findOwnPreferences = ({ viewer, database }: Caller): Promise<Preferences | null> =>
  findPreferences(database.manager, viewer.mustBeSession());
