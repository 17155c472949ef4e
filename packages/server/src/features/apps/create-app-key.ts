import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { conflict } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { commandActor, recordAudit } from '../audit-log/record-audit.ts';
import { entryOfApp } from './app-entries.ts';
import { countAppKeys, insertAppKey } from './app-key.store.ts';
import type { App, AppKey } from './app.entity.ts';
import { MOST_KEYS } from './app.rules.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findOwnApp, lockOwnApp } from './lock-own-app.ts';

const generate = promisify(generateKeyPair);
type KeyPair = { publicKey: string; privateKey: string };

const makeKeyPair = (): Promise<KeyPair> =>
  generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** Makes a key pair for an App. The private half (PKCS#8, PEM) is in this answer and kept nowhere. (AP-1) */
export async function createAppKey(
  tx: Tx,
  app: App,
  now: Date,
  actor: Actor = commandActor(),
): Promise<{ key: AppKey; privateKey: string }> {
  const pair = await makeKeyPair();
  return { key: await keepPublicKey(tx, app, pair, { actor, now }), privateKey: pair.privateKey };
}

async function keepPublicKey(tx: Tx, app: App, { publicKey }: KeyPair, { actor, now }: { actor: Actor; now: Date }) {
  const key = await insertAppKey(tx, { appId: app.id, publicKey, createdAt: now });
  const details = { key_id: key.id, fingerprint: fingerprintOf(publicKey) };
  await recordAudit(tx, actor, now, [entryOfApp(app, 'integration.generate_private_key', details)]);
  return key;
}

export type MadeAppKey = { app: App; key: AppKey; privateKey: string };

/** The same by an owner, whose password is fresh (SN-3). CONFLICT at the most keys an App may have. */
export async function createOwnAppKey(caller: Caller, appId: number): Promise<MadeAppKey> {
  caller.viewer.mustBeFreshSession(caller.now);
  await findOwnApp(caller.database.manager, caller, appId);
  // Takes a while: before anything is locked.
  const pair = await makeKeyPair();
  return caller.database.transaction(async (tx) => {
    const app = await lockOwnApp(tx, caller, appId);
    if ((await countAppKeys(tx, app.id)) >= MOST_KEYS)
      throw conflict(`${app.name} has ${MOST_KEYS} keys; delete one first.`);
    const key = await keepPublicKey(tx, app, pair, { actor: caller.viewer.actor, now: caller.now });
    return { app, key, privateKey: pair.privateKey };
  });
}
