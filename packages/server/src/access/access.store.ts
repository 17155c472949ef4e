import type { Level, TokenKind } from '@countersign/schema';
import {
  type EnterpriseTokenPolicy,
  type OrganizationTokenPolicy,
  policyFor,
} from '../features/token-policies/token-policy.rules.ts';
import type { TokenRequestStatus } from '../features/token-requests/token-request.entity.ts';
import type { RepositorySelection } from '../features/tokens/token.entity.ts';
import type { SessionOfUser } from '../features/users/session.store.ts';
import type { Tx } from '../platform/database/database.ts';
import { lookUp } from '../platform/database/look-up.ts';
import { prepared } from '../platform/database/prepared.ts';
import { type Placed, rowsByPlace } from '../platform/database/rows-by-place.ts';
import type { Holding, Reach } from './access.rules.ts';

// Plain SQL: each of these runs once in every request, and reads what no single entity holds.

export type CredentialRow = {
  id: number;
  kind: TokenKind;
  userId: number | null;
  login: string;
  suspendedAt: Date | null;
  isDemonstration: boolean;
  appId: number | null;
  clientId: string | null;
  issuedAt: Date;
  expiresAt: Date | null;
  deletedAt: Date | null;
  revokedAt: Date | null;
  organizationId: number | null;
  organizationLogin: string | null;
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

const FIND_CREDENTIALS = {
  name: 'find-credentials',
  text: `SELECT asked.place::int AS place, token.id, token.kind, token.user_id AS "userId", holder.login, holder.suspended_at AS "suspendedAt",
            holder.is_demonstration AS "isDemonstration", token.app_id AS "appId", app.client_id AS "clientId",
            token.issued_at AS "issuedAt", token.expires_at AS "expiresAt", token.deleted_at AS "deletedAt", token.revoked_at AS "revokedAt", token.scopes,
            organization.id AS "organizationId", organization.login AS "organizationLogin",
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
       FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS asked(secret_hash, place)
       JOIN tokens token ON token.secret_hash = decode(asked.secret_hash, 'hex')
       JOIN users holder ON holder.id = token.user_id
       LEFT JOIN apps app ON app.id = token.app_id
       LEFT JOIN organizations organization ON organization.id = token.organization_id
       LEFT JOIN token_grants live ON live.token_id = token.id AND live.ended_at IS NULL`,
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
  text: `SELECT asked.place::int AS place, token.id, token.kind, NULL AS "userId", app.slug || '[bot]' AS login, installation.suspended_at AS "suspendedAt",
            false AS "isDemonstration", app.id AS "appId", app.client_id AS "clientId",
            token.issued_at AS "issuedAt", token.expires_at AS "expiresAt", token.deleted_at AS "deletedAt", token.revoked_at AS "revokedAt", token.scopes,
            organization.id AS "organizationId", organization.login AS "organizationLogin",
            CASE WHEN 'SUBSET' IN (token.repository_selection, installation.repository_selection) THEN 'SUBSET' ELSE 'ALL' END AS "reachSelection",
            (SELECT json_object_agg(asked.key, ${LESSER}) FROM token_permissions asked
               JOIN app_installation_permissions installed ON installed.installation_id = installation.id AND installed.key = asked.key
              WHERE asked.token_id = token.id) AS permissions,
            (SELECT json_agg(id) FROM (${CHOSEN}) AS chosen(id)) AS "repositoryIds", NULL AS "latestRequest"
       FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS asked(secret_hash, place)
       JOIN tokens token ON token.secret_hash = decode(asked.secret_hash, 'hex')
       JOIN app_installations installation ON installation.id = token.installation_id
       JOIN apps app ON app.id = installation.app_id
       JOIN organizations organization ON organization.id = installation.organization_id`,
};

/**
 * People's tokens, by the hashes of their secrets in hexadecimal, with all that the decision needs: their holders, their resource owners and what those
 * agreed to. Null for what is unknown.
 */
export const findCredentials = async (tx: Tx, hashes: readonly string[]): Promise<(CredentialRow | null)[]> =>
  rowsByPlace(hashes, await lookUp<Placed<CredentialRow>>(tx, FIND_CREDENTIALS, [hashes]));

/** The same of Apps' tokens for where they are installed. */
export const findInstallationCredentials = async (
  tx: Tx,
  hashes: readonly string[],
): Promise<(CredentialRow | null)[]> =>
  rowsByPlace(hashes, await lookUp<Placed<CredentialRow>>(tx, FIND_INSTALLATION_CREDENTIALS, [hashes]));

type HoldingRow = OrganizationTokenPolicy & {
  organizationId: number;
  login: string;
  role: 'OWNER' | 'MEMBER' | null;
  enterpriseId: number | null;
  enterpriseOptedInAt: Date | null;
  enterpriseFineGrainedAccess: EnterpriseTokenPolicy['fineGrainedAccess'];
  enterpriseClassicAccess: EnterpriseTokenPolicy['classicAccess'];
  enterpriseApproval: EnterpriseTokenPolicy['approval'];
  enterpriseFineGrainedMaxDays: number | null;
  enterpriseClassicMaxDays: number | null;
  exemptAdministrators: boolean;
  isAdministrator: boolean;
};

const HOLDING = `organization.id AS "organizationId", organization.login, organization.opted_in_at AS "optedInAt",
  organization.fine_grained_access AS "fineGrainedAccess", organization.classic_access AS "classicAccess", organization.approval,
  organization.fine_grained_max_days AS "fineGrainedMaxDays", organization.classic_max_days AS "classicMaxDays",
  enterprise.id AS "enterpriseId", enterprise.opted_in_at AS "enterpriseOptedInAt",
  enterprise.fine_grained_access AS "enterpriseFineGrainedAccess", enterprise.classic_access AS "enterpriseClassicAccess",
  enterprise.approval AS "enterpriseApproval", enterprise.fine_grained_max_days AS "enterpriseFineGrainedMaxDays",
  enterprise.classic_max_days AS "enterpriseClassicMaxDays", enterprise.exempt_administrators AS "exemptAdministrators"`;

function holdingsBy(rows: HoldingRow[]): ReadonlyMap<number, Holding> {
  return new Map(
    rows.map((row) => {
      const { organizationId, login, role, isAdministrator } = row;
      return [organizationId, { login, role, policy: policyFor(row, enterpriseIn(row), isAdministrator) }];
    }),
  );
}

const enterpriseIn = (row: HoldingRow): EnterpriseTokenPolicy | null =>
  row.enterpriseId === null
    ? null
    : {
        optedInAt: row.enterpriseOptedInAt,
        fineGrainedAccess: row.enterpriseFineGrainedAccess,
        classicAccess: row.enterpriseClassicAccess,
        approval: row.enterpriseApproval,
        fineGrainedMaxDays: row.enterpriseFineGrainedMaxDays,
        classicMaxDays: row.enterpriseClassicMaxDays,
        exemptAdministrators: row.exemptAdministrators,
      };

const HELD = `near.role, ${HOLDING},
  EXISTS (SELECT FROM enterprise_owners WHERE enterprise_id = enterprise.id AND user_id = asked.user_id) AS "isAdministrator"`;
// The organizations near to whom `asked` names: those of which they are a member, and those that gave them a repository. LIMIT has each looked up by its id,
// where a join reads the whole table for every person.
const NEAR = `LEFT JOIN LATERAL (
    SELECT organization_id, role FROM memberships WHERE user_id = asked.user_id
    UNION ALL
    SELECT DISTINCT repository.owner_organization_id, NULL FROM repository_accesses access JOIN repositories repository ON repository.id = access.repository_id
     WHERE access.user_id = asked.user_id AND NOT EXISTS (
       SELECT FROM memberships WHERE user_id = asked.user_id AND organization_id = repository.owner_organization_id)) AS near ON true
  LEFT JOIN LATERAL (SELECT * FROM organizations WHERE id = near.organization_id LIMIT 1) AS organization ON true
  LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id`;

const FIND_HOLDINGS = {
  name: 'find-holdings',
  text: `SELECT asked.user_id AS "userId", ${HELD} FROM unnest((SELECT $1::bigint[])) AS asked(user_id) ${NEAR} WHERE organization.id IS NOT NULL`,
};

const FIND_HOLDINGS_BY_SECRETS = {
  name: 'find-holdings-by-secrets',
  text: `SELECT asked.user_id AS "userId", ${HELD}
       FROM (SELECT DISTINCT token.user_id FROM unnest((SELECT $1::text[])) AS given(secret_hash)
               JOIN tokens token ON token.secret_hash = decode(given.secret_hash, 'hex')) AS asked ${NEAR}
      WHERE organization.id IS NOT NULL`,
};

/** What people have in organizations, by their ids and by the organizations': those they are members of, and those that gave them a repository without that. */
export async function findHoldingsOf(
  tx: Tx,
  userIds: readonly number[],
): Promise<Map<number, ReadonlyMap<number, Holding>>> {
  return byPerson(await prepared<HeldRow>(tx, FIND_HOLDINGS, [userIds]));
}

/** The same of the people who have tokens, by the hashes of the secrets in hexadecimal. */
export const findHoldingsBySecrets = async (
  tx: Tx,
  hashes: readonly string[],
): Promise<Map<number, ReadonlyMap<number, Holding>>> =>
  byPerson(await lookUp<HeldRow>(tx, FIND_HOLDINGS_BY_SECRETS, [hashes]));

type HeldRow = HoldingRow & { userId: number };

const byPerson = (rows: readonly HeldRow[]) =>
  new Map([...Map.groupBy(rows, ({ userId }) => userId)].map(([userId, own]) => [userId, holdingsBy(own)]));

/** The same of one person. */
export const findHoldings = async (tx: Tx, userId: number): Promise<ReadonlyMap<number, Holding>> =>
  (await findHoldingsOf(tx, [userId])).get(userId) ?? new Map<number, Holding>();

const FIND_SESSION = {
  name: 'find-session',
  text: `SELECT asked.id, asked.user_id AS "userId", asked.created_at AS "createdAt", asked.last_seen_at AS "lastSeenAt",
            asked.password_given_at AS "passwordGivenAt", person.login AS "userLogin", person.suspended_at AS "suspendedAt",
            person.is_demonstration AS "isDemonstration",
            ARRAY(SELECT enterprise_id FROM enterprise_owners WHERE user_id = asked.user_id) AS "enterpriseIds", ${HELD}
       FROM sessions asked JOIN users person ON person.id = asked.user_id ${NEAR} WHERE asked.secret_hash = $1`,
};

type SessionRow = Omit<SessionOfUser, 'login'> & { userLogin: string; enterpriseIds: number[] };
type Unheld = { [Column in keyof HoldingRow]: null };

/** A session with its person's state and all that they have, in one statement; runs once in every request of a browser. */
export async function findSession(
  tx: Tx,
  secretHash: Buffer,
): Promise<{ session: SessionOfUser; holdings: ReadonlyMap<number, Holding>; enterpriseIds: number[] } | null> {
  const rows = await lookUp<SessionRow & (HoldingRow | Unheld)>(tx, FIND_SESSION, [secretHash]);
  const [row] = rows;
  if (!row) return null;
  const { id, userId, createdAt, lastSeenAt, passwordGivenAt, userLogin: login, suspendedAt, isDemonstration } = row;
  return {
    session: { id, userId, createdAt, lastSeenAt, passwordGivenAt, login, suspendedAt, isDemonstration },
    // A person who is near to no organization has one row that names none.
    holdings: holdingsBy(rows.filter((each) => each.organizationId !== null)),
    enterpriseIds: row.enterpriseIds,
  };
}

const FIND_OWNED_ENTERPRISES = {
  name: 'find-owned-enterprises',
  text: 'SELECT enterprise_id AS id FROM enterprise_owners WHERE user_id = $1',
};

/** The enterprises that a person is an owner of. */
export async function findOwnedEnterpriseIds(tx: Tx, userId: number): Promise<number[]> {
  const rows = await prepared<{ id: number }>(tx, FIND_OWNED_ENTERPRISES, [userId]);
  return rows.map(({ id }) => id);
}

/** A person's rights rest while they are suspended. (EX-9) */
export async function isSuspended(tx: Tx, userId: number): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT FROM users WHERE id = $1 AND suspended_at IS NOT NULL', [userId]);
  return rows.length > 0;
}

/** The organization that an App is installed on. Nobody is a member there for the App's sake. */
export const findInstalledOn = async (tx: Tx, organizationId: number): Promise<ReadonlyMap<number, Holding>> =>
  holdingsBy(
    await tx.query(
      `SELECT NULL AS role, ${HOLDING}, false AS "isAdministrator"
         FROM organizations organization LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id
        WHERE organization.id = $1`,
      [organizationId],
    ),
  );

const FIND_INSTALLED_REACHES = {
  name: 'find-installed-reaches',
  text: `SELECT installation.organization_id AS "organizationId", installation.repository_selection AS "repositorySelection",
            (SELECT coalesce(jsonb_object_agg(key, level), '{}') FROM app_installation_permissions WHERE installation_id = installation.id) AS permissions,
            (SELECT coalesce(jsonb_agg(repository_id), '[]') FROM app_installation_repositories WHERE installation_id = installation.id) AS "repositoryIds"
       FROM app_installations installation
      WHERE installation.app_id = $1 AND installation.organization_id = ANY($2::bigint[]) AND installation.suspended_at IS NULL`,
};

/** What an App may do in organizations now, by their ids; nothing of those where it is not installed, or suspended. */
export async function findInstalledReaches(
  tx: Tx,
  appId: number,
  organizationIds: readonly number[],
): Promise<Map<number, Reach>> {
  type Row = Omit<Reach, 'repositoryIds'> & { organizationId: number; repositoryIds: number[] };
  const rows = await prepared<Row>(tx, FIND_INSTALLED_REACHES, [appId, organizationIds]);
  return new Map(
    rows.map(({ organizationId, repositoryIds, ...reach }) => [
      organizationId,
      { ...reach, repositoryIds: new Set(repositoryIds) },
    ]),
  );
}

/**
 * The App that a token of a person was made for; null once the person lets it act for them no more, and when the token has ended but by being renewed:
 * then one that came of the same code holds, if only to renew.
 */
export async function findAppOfToken(tx: Tx, tokenId: number, now: Date): Promise<number | null> {
  const rows: { appId: number }[] = await tx.query(
    `SELECT token.app_id AS "appId" FROM tokens token
       JOIN application_authorizations agreed ON agreed.app_id = token.app_id AND agreed.user_id = token.user_id
      WHERE token.id = $1 AND EXISTS (
        SELECT FROM tokens held
         WHERE held.app_id = token.app_id AND held.user_id = token.user_id
           AND (held.id = token.id OR held.renews_token_id = token.id OR held.authorization_code_id = token.authorization_code_id)
           AND held.revoked_at IS NULL AND (held.expires_at IS NULL OR held.expires_at > $2))`,
    [tokenId, now],
  );
  return rows[0]?.appId ?? null;
}
