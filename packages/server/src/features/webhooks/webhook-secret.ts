import { createHmac } from 'node:crypto';
import { decrypt, encrypt } from '../../platform/encryption/encryption.ts';

const LONGEST = 255;
const about = (webhookId: number) => `secret of webhook ${webhookId}`;

/** Any characters will do: what is signed with are its bytes in UTF-8. */
export function problemWithSecret(secret: string): string | null {
  if (secret === '') return 'A secret has at least one character; leave it out to send without a signature.';
  return secret.length > LONGEST ? `A secret has at most ${LONGEST} characters.` : null;
}

/** A secret as it is stored; of use for this webhook alone. */
export const sealSecret = (key: Buffer, webhookId: number, secret: string): Buffer =>
  encrypt(key, secret, about(webhookId));

/** Throws when it was stored under another key. */
export const openSecret = (key: Buffer, webhookId: number, sealed: Buffer): string =>
  decrypt(key, sealed, about(webhookId));

/** `X-Hub-Signature-256`: over the bytes that are sent. (AP-3) */
export const signatureOf = (secret: string, body: Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
