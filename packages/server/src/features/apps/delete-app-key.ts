import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { entryOfApp } from './app-entries.ts';
import { deleteAppKeyRow, findAppKey } from './app-key.store.ts';
import type { App } from './app.entity.ts';
import { fingerprintOf } from './fingerprint.ts';
import { lockOwnApp } from './lock-own-app.ts';

/** An owner deletes a key: what was signed with it is not believed any more, from the next request on. Tokens that were made with it live on. (AP-1) */
export async function deleteAppKey(caller: Caller, id: number): Promise<App> {
  caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const key = await findAppKey(tx, id);
    if (!key) throw notFound('The key');
    const app = await lockOwnApp(tx, caller, key.appId, 'The key');
    if (!(await deleteAppKeyRow(tx, key.id))) throw notFound('The key');
    const details = { key_id: key.id, fingerprint: fingerprintOf(key.publicKey) };
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfApp(app, 'integration.remove_private_key', details),
    ]);
    return app;
  });
}
