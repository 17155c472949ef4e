import type { Caller } from '../../access/caller.ts';
import { notFound } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { entryOfApp } from './app-entries.ts';
import { deleteClientSecretRow, findClientSecret } from './app-key.store.ts';
import type { App } from './app.entity.ts';
import { lockOwnApp } from './lock-own-app.ts';

/** An owner deletes a client secret: it proves nothing any more, from the next request on. */
export async function deleteAppClientSecret(caller: Caller, id: number): Promise<App> {
  caller.viewer.mustBeSession();
  return caller.database.transaction(async (tx) => {
    const secret = await findClientSecret(tx, id);
    if (!secret) throw notFound('The client secret');
    const app = await lockOwnApp(tx, caller, secret.appId, 'The client secret');
    if (!(await deleteClientSecretRow(tx, secret.id))) throw notFound('The client secret');
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfApp(app, 'integration.remove_client_secret', { client_secret_id: secret.id }),
    ]);
    return app;
  });
}
