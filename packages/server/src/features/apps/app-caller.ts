import type { Settings } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import type { Database } from '../../platform/database/database.ts';
import type { App } from './app.entity.ts';

/** What a use case of Apps is given: who asks is the App itself, with its own key or a client secret, wherever it is installed. */
export type AppCaller = Readonly<{ asking: App; actor: Actor; database: Database; now: Date; settings: Settings }>;

/** Who is written down where an App does something by itself: with one of its keys, or by what its owners changed. */
export const actorOfApp = (
  { id, slug }: App,
  {
    keyId = null,
    ip = null,
    requestId = null,
  }: { keyId?: number | null } & Partial<Pick<Actor, 'ip' | 'requestId'>> = {},
): Actor => ({
  userId: null,
  appId: id,
  login: `${slug}[bot]`,
  credentialKind: keyId === null ? null : 'APP_KEY',
  credentialId: keyId,
  ip,
  requestId,
});
