import { createHash, createPublicKey } from 'node:crypto';

/** By which people tell keys apart: SHA-256 of the public key (SPKI, DER), in base64. */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('base64');
