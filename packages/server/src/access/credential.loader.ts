import { together } from '../platform/database/together.loader.ts';
import { type Credential, findCredentials, findInstallationCredentials } from './credential.store.ts';

/** What every request with a person's token begins with, by the hash of its secret in hexadecimal. */
export const credentialsOf = together<string, Credential | null>(({ manager }, hashes) =>
  findCredentials(manager, hashes),
);

/** The same with an App's token for where it is installed. */
export const installationCredentialsOf = together<string, Credential | null>(({ manager }, hashes) =>
  findInstallationCredentials(manager, hashes),
);
