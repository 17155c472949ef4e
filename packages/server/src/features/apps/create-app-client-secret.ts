import type { Caller } from '../../access/caller.ts';
import { makeClientSecret } from '../../access/secrets.ts';
import { conflict } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { entryOfApp } from './app-entries.ts';
import { countClientSecrets, insertClientSecret } from './app-key.store.ts';
import type { App, AppClientSecret } from './app.entity.ts';
import { MOST_KEYS } from './app.rules.ts';
import { lockOwnApp } from './lock-own-app.ts';

export type MadeClientSecret = { app: App; clientSecret: AppClientSecret; secret: string };

/**
 * An owner, whose password is fresh (SN-3), makes a client secret for an App. The secret is in this answer; kept is its SHA-256.
 * CONFLICT at the most client secrets an App may have.
 */
export async function createAppClientSecret(caller: Caller, appId: number): Promise<MadeClientSecret> {
  caller.viewer.mustBeFreshSession(caller.now);
  return caller.database.transaction(async (tx) => {
    const app = await lockOwnApp(tx, caller, appId);
    if ((await countClientSecrets(tx, app.id)) >= MOST_KEYS)
      throw conflict(`${app.name} has ${MOST_KEYS} client secrets; delete one first.`);
    const { secret, hash, lastEight } = makeClientSecret();
    const row = { appId: app.id, secretHash: hash, lastEight, createdAt: caller.now };
    const clientSecret = await insertClientSecret(tx, row);
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfApp(app, 'integration.generate_client_secret', { client_secret_id: clientSecret.id }),
    ]);
    return { app, clientSecret, secret };
  });
}
