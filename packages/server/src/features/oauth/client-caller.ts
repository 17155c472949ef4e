import type { Settings } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import type { Database } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';

/** An App at the token endpoint: with one of its client secrets, or, if it has none, a public client by its client id alone. (RFC 6749, 2.1) */
export type ClientCaller = Readonly<{
  app: App;
  isPublicClient: boolean;
  database: Database;
  settings: Settings;
  clock: () => Date;
}> &
  Pick<Actor, 'ip' | 'requestId'>;

/** What it wants exchanged does not hold, in words for whoever debugs it. (RFC 6749, 5.2) */
export type GrantRefusal = Readonly<{ refused: string }>;
