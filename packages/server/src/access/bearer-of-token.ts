import type { Database } from '../platform/database/database.ts';
import type { AppUserBearer, Bearer, FineGrainedBearer, Holding, Owner, Reach } from './access.rules.ts';
import { findInstalledReaches } from './access.store.ts';
import type { CredentialRow } from './credential.store.ts';

/** Whoever asks with a token. */
type TokenBearer = Exclude<Bearer, { kind: 'ANONYMOUS' | 'SESSION' }>;

/**
 * What the decision sees of a stored token that holds; null for kinds that no door takes, refresh tokens among them. One statement for the token
 * of an App that acts for a person, none for the others.
 */
export async function bearerOfToken(
  row: CredentialRow,
  holdings: ReadonlyMap<number, Holding>,
  database: Database,
): Promise<TokenBearer | null> {
  const { id: tokenId, kind, userId, issuedAt, expiresAt } = row;
  const reach = reachOf(row);
  if (kind === 'APP_INSTALLATION' && row.ownerId !== null && reach) return { kind, organizationId: row.ownerId, reach };
  if (userId === null) return null;
  if (kind === 'APP_USER') return appUserOf(row, holdings, database);
  if (kind === 'CLASSIC') return { kind, userId, tokenId, scopes: row.scopes, issuedAt, expiresAt };
  return kind === 'FINE_GRAINED' ? fineGrainedOf(row, userId, reach) : null;
}

/** A person, through an App: what it may do now in the organizations that the person has anything in. */
async function appUserOf(
  { id, userId, appId, expiresAt }: CredentialRow,
  holdings: ReadonlyMap<number, Holding>,
  { manager }: Database,
): Promise<AppUserBearer> {
  const reaches = await findInstalledReaches(manager, appId!, [...holdings.keys()]);
  return { kind: 'APP_USER', userId: userId!, tokenId: id, expiresAt, reaches };
}

function fineGrainedOf(row: CredentialRow, userId: number, reach: Reach | null): FineGrainedBearer {
  const owner: Owner =
    row.ownerId === null
      ? { kind: 'USER', id: userId, login: row.holderLogin }
      : { kind: 'ORGANIZATION', id: row.ownerId, login: row.ownerLogin! };
  const { issuedAt, expiresAt, latestRequest } = row;
  return { kind: 'FINE_GRAINED', userId, tokenId: row.id, owner, issuedAt, expiresAt, reach, latestRequest };
}

const reachOf = ({ reachSelection, permissions, repositoryIds }: CredentialRow): Reach | null =>
  reachSelection && {
    permissions: permissions ?? {},
    repositorySelection: reachSelection,
    repositoryIds: new Set(repositoryIds ?? []),
  };
