import type { Settings } from '../access/caller.ts';
import type { NoteUse } from '../features/tokens/last-uses.ts';
import type { Database } from '../platform/database/database.ts';
import type { Notifications } from '../platform/database/notifications.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the doors are given: the database, the operator's settings, the clock; those that tokens are used at, what to tell of it. */
export type DoorOptions = Readonly<{
  database: Database;
  settings: Settings;
  clock: () => Date;
  noteUse?: NoteUse;
}>;

/** Those that count requests, too. */
export type LimitedDoorOptions = DoorOptions & Readonly<{ rateLimits: RateLimits }>;

/** GraphQL's subscriptions hear of changes, too. */
export type GraphqlOptions = LimitedDoorOptions & Readonly<{ notifications: Notifications }>;
