import type { Level, TokenKind } from '@countersign/schema';
import type { TokenRequestStatus } from '../features/token-requests/token-request.entity.ts';
import type { RepositorySelection } from '../features/tokens/token.entity.ts';
import type { Tx } from '../platform/database/database.ts';
import { lookUp } from '../platform/database/look-up.ts';
import type { Holding } from './access.rules.ts';
import { HELD, HOLDING, type HoldingRow, holdingsBy, isHeld, NEAR, type Unheld } from './holding.store.ts';

// Plain SQL: every request with a token begins here, and no entity holds what it reads.

export type CredentialRow = {
  id: number;
  kind: TokenKind;
  userId: number | null;
  /** The person's, or the App's as it acts: `review-bot[bot]`. */
  holderLogin: string;
  suspendedAt: Date | null;
  isDemonstration: boolean;
  appId: number | null;
  clientId: string | null;
  issuedAt: Date;
  expiresAt: Date | null;
  deletedAt: Date | null;
  revokedAt: Date | null;
  /** The organization that it is for. */
  ownerId: number | null;
  ownerLogin: string | null;
  /** Null where the organization has not agreed. */
  reachSelection: RepositorySelection | null;
  permissions: Record<string, Level> | null;
  repositoryIds: number[] | null;
  /** Of a classic token. */
  scopes: string[];
  /** Of a token that no organization has agreed to: why it has not. */
  latestRequest: TokenRequestStatus | null;
};

// Whoever agreed: an organization, or the person for what is theirs.
const agreed = (granted: string, own: string) =>
  `CASE WHEN live.id IS NOT NULL THEN ${granted} WHEN token.organization_id IS NULL AND token.app_id IS NULL THEN ${own} END`;

// What a token is is read once, and not for each of its person's organizations: OFFSET keeps the two apart.
const FIND_CREDENTIALS = {
  name: 'find-credentials',
  text: `SELECT asked.*, ${HELD} FROM (
     SELECT given.place::int AS place, token.id, token.kind, token.user_id, token.user_id AS "userId", holder.login AS "holderLogin",
            holder.suspended_at AS "suspendedAt", holder.is_demonstration AS "isDemonstration", token.app_id AS "appId", app.client_id AS "clientId",
            token.issued_at AS "issuedAt", token.expires_at AS "expiresAt", token.deleted_at AS "deletedAt", token.revoked_at AS "revokedAt", token.scopes,
            owner.id AS "ownerId", owner.login AS "ownerLogin",
            ${agreed('live.repository_selection', 'token.repository_selection')} AS "reachSelection",
            ${agreed(
              '(SELECT json_object_agg(key, level) FROM token_grant_permissions WHERE grant_id = live.id)',
              '(SELECT json_object_agg(key, level) FROM token_permissions WHERE token_id = token.id)',
            )} AS permissions,
            ${agreed(
              '(SELECT json_agg(repository_id) FROM token_grant_repositories WHERE grant_id = live.id)',
              '(SELECT json_agg(repository_id) FROM token_repositories WHERE token_id = token.id)',
            )} AS "repositoryIds",
            CASE WHEN live.id IS NULL THEN (SELECT status FROM token_requests WHERE token_id = token.id ORDER BY id DESC LIMIT 1) END AS "latestRequest"
       FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS given(secret_hash, place)
       JOIN tokens token ON token.secret_hash = decode(given.secret_hash, 'hex')
       JOIN users holder ON holder.id = token.user_id
       LEFT JOIN apps app ON app.id = token.app_id
       LEFT JOIN organizations owner ON owner.id = token.organization_id
       LEFT JOIN token_grants live ON live.token_id = token.id AND live.ended_at IS NULL
     OFFSET 0) AS asked ${NEAR}`,
};

// An App's token does what it was made for, and never more than its installation may now.
const LEVELS = `ARRAY['read', 'write', 'admin']`;
const LESSER = `(${LEVELS})[least(array_position(${LEVELS}, asked.level), array_position(${LEVELS}, installed.level))]`;
// Of the repositories that either names, those that both do.
const CHOSEN = `SELECT repository_id FROM token_repositories WHERE token_id = token.id AND installation.repository_selection = 'ALL'
  UNION ALL SELECT repository_id FROM app_installation_repositories WHERE installation_id = installation.id AND token.repository_selection = 'ALL'
  UNION ALL SELECT chosen.repository_id FROM token_repositories chosen JOIN app_installation_repositories given USING (repository_id)
             WHERE chosen.token_id = token.id AND given.installation_id = installation.id`;

const FIND_INSTALLATION_CREDENTIALS = {
  name: 'find-installation-credentials',
  text: `SELECT asked.place::int AS place, token.id, token.kind, NULL AS "userId", app.slug || '[bot]' AS "holderLogin", installation.suspended_at AS "suspendedAt",
            false AS "isDemonstration", app.id AS "appId", app.client_id AS "clientId",
            token.issued_at AS "issuedAt", token.expires_at AS "expiresAt", token.deleted_at AS "deletedAt", token.revoked_at AS "revokedAt", token.scopes,
            organization.id AS "ownerId", organization.login AS "ownerLogin", NULL AS role, ${HOLDING}, false AS "isAdministrator",
            CASE WHEN 'SUBSET' IN (token.repository_selection, installation.repository_selection) THEN 'SUBSET' ELSE 'ALL' END AS "reachSelection",
            (SELECT json_object_agg(asked.key, ${LESSER}) FROM token_permissions asked
               JOIN app_installation_permissions installed ON installed.installation_id = installation.id AND installed.key = asked.key
              WHERE asked.token_id = token.id) AS permissions,
            (SELECT json_agg(id) FROM (${CHOSEN}) AS chosen(id)) AS "repositoryIds", NULL AS "latestRequest"
       FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS asked(secret_hash, place)
       JOIN tokens token ON token.secret_hash = decode(asked.secret_hash, 'hex')
       JOIN app_installations installation ON installation.id = token.installation_id
       JOIN apps app ON app.id = installation.app_id
       JOIN organizations organization ON organization.id = installation.organization_id
       LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id`,
};

/** A token, and what its person has in organizations, by their ids; for an App, where it is installed, without being a member. */
export type Credential = CredentialRow & { holdings: ReadonlyMap<number, Holding> };

/**
 * People's tokens, by the hashes of their secrets in hexadecimal, with all that the decision needs: their holders, their resource owners and what those
 * agreed to. Null for what is unknown.
 */
export const findCredentials = (tx: Tx, hashes: readonly string[]): Promise<(Credential | null)[]> =>
  credentialsBy(tx, FIND_CREDENTIALS, hashes);

/** The same of Apps' tokens for where they are installed. */
export const findInstallationCredentials = (tx: Tx, hashes: readonly string[]): Promise<(Credential | null)[]> =>
  credentialsBy(tx, FIND_INSTALLATION_CREDENTIALS, hashes);

type Row = CredentialRow & (HoldingRow | Unheld) & { place: number };

async function credentialsBy(
  tx: Tx,
  statement: { name: string; text: string },
  hashes: readonly string[],
): Promise<(Credential | null)[]> {
  const byPlace = Map.groupBy(await lookUp<Row>(tx, statement, [hashes]), ({ place }) => place);
  return hashes.map((_, index) => {
    const own = byPlace.get(index + 1);
    return own ? Object.assign(own[0]!, { holdings: holdingsBy(own.filter(isHeld)) }) : null;
  });
}
