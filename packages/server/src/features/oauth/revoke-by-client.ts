import { tokenKindOf } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import { hashOf } from '../../access/secrets.ts';
import type { Actor } from '../../access/viewer.ts';
import { actorOfApp } from '../apps/app-caller.ts';
import type { App } from '../apps/app.entity.ts';
import { revokeTokensBySecret } from '../tokens/revoke-tokens.ts';
import { isIssuedTo } from './oauth.store.ts';

type By = Pick<Caller, 'database' | 'now'> & Pick<Actor, 'ip' | 'requestId'>;

/**
 * Ends a token that was made for the App, at once and for good (RFC 7009, EX-1). Any other secret is left as it is and answered the same: whoever
 * holds somebody's secret reports it instead (EX-5).
 */
export async function revokeByClient(app: App, secret: string, { database, now, ip, requestId }: By): Promise<void> {
  if (tokenKindOf(secret) === null) return;
  const secretHash = hashOf(secret);
  if (!(await isIssuedTo(database.manager, app.id, secretHash))) return;
  const by = { actor: actorOfApp(app, { ip, requestId }), now };
  const reason = () => ({ explanation: 'revoked by its App' });
  await database.transaction((tx) => revokeTokensBySecret(tx, by, [secretHash], reason));
}
