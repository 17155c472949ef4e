import { together } from '../platform/database/together.loader.ts';
import type { Holding } from './access.rules.ts';
import { type CredentialRow, findCredentials, findHoldingsOf } from './access.store.ts';

/** A token, and what its person has in organizations, by their ids: nothing for an App. */
export type Credential = CredentialRow & { holdings: ReadonlyMap<number, Holding> };

const NOTHING: ReadonlyMap<number, Holding> = new Map();

/** What every request with a token begins with, by the hash of its secret in hexadecimal. */
export const credentialsOf = together<string, Credential | null>(async ({ manager }, hashes) => {
  const found = await findCredentials(
    manager,
    [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex')),
  );
  const people = new Set(found.flatMap(({ userId }) => userId ?? []));
  const held = people.size > 0 ? await findHoldingsOf(manager, [...people]) : null;
  const credentials = new Map(
    found.map((row) => [
      row.secretHash.toString('hex'),
      Object.assign(row, { holdings: held?.get(row.userId ?? 0) ?? NOTHING }),
    ]),
  );
  return hashes.map((hash) => credentials.get(hash) ?? null);
});
