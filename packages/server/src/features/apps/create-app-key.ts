import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Actor } from '../../access/viewer.ts';
import type { Tx } from '../../platform/database/database.ts';
import { commandActor, recordAudit } from '../audit-log/record-audit.ts';
import type { App, AppKey } from './app.entity.ts';
import { insertAppKey } from './app.store.ts';

const generate = promisify(generateKeyPair);

/** Makes a key pair for an App. The private half (PKCS#8, PEM) is in this answer and kept nowhere. (AP-1) */
export async function createAppKey(
  tx: Tx,
  app: App,
  now: Date,
  actor: Actor = commandActor(),
): Promise<{ key: AppKey; privateKey: string }> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = await insertAppKey(tx, { appId: app.id, publicKey, createdAt: now });
  const log = app.ownerUserId ? { userId: app.ownerUserId } : { organizationId: app.ownerOrganizationId! };
  const subject = { type: 'app', id: app.id, name: app.slug } as const;
  await recordAudit(tx, actor, now, [
    { log, action: 'integration.generate_private_key', subject, details: { key_id: key.id } },
  ]);
  return { key, privateKey };
}
