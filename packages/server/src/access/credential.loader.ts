import { together } from '../platform/database/together.loader.ts';
import type { Holding } from './access.rules.ts';
import {
  type CredentialRow,
  findCredentials,
  findHoldingsBySecrets,
  findInstallationCredentials,
} from './access.store.ts';

/** A token, and what its person has in organizations, by their ids. */
export type Credential = CredentialRow & { holdings: ReadonlyMap<number, Holding> };

const NOTHING: ReadonlyMap<number, Holding> = new Map();

/** What every request with a person's token begins with, by the hash of its secret in hexadecimal. */
export const credentialsOf = together<string, Credential | null>(async ({ manager }, hashes) => {
  const [rows, held] = await Promise.all([findCredentials(manager, hashes), findHoldingsBySecrets(manager, hashes)]);
  return rows.map((row) => row && Object.assign(row, { holdings: held.get(row.userId ?? 0) ?? NOTHING }));
});

/** The same for an App's token for where it is installed: nobody is a member anywhere for its sake. */
export const installationCredentialsOf = together<string, CredentialRow | null>(({ manager }, hashes) =>
  findInstallationCredentials(manager, hashes),
);
