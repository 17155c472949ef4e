import { together } from '../../platform/database/together.loader.ts';
import { findAppsByClientSecrets } from './app-key.store.ts';
import type { App } from './app.entity.ts';

/** The App that has a client secret, by the hash of it in hexadecimal. */
export const clientsOf = together<string, App | null>(({ manager }, hashes) =>
  findAppsByClientSecrets(manager, hashes),
);
