import type { Level, TokenKind } from '@countersign/schema';
import {
  type EnterpriseTokenPolicy,
  type OrganizationTokenPolicy,
  policyFor,
} from '../features/token-policies/token-policy.rules.ts';
import type { TokenRequestStatus } from '../features/token-requests/token-request.entity.ts';
import type { RepositorySelection } from '../features/tokens/token.entity.ts';
import type { Tx } from '../platform/database/database.ts';
import { prepared } from '../platform/database/prepared.ts';
import type { Holding, Reach } from './access.rules.ts';

// Plain SQL: each of these runs once in every request, and reads what no single entity holds.

export type CredentialRow = {
  secretHash: Buffer;
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
  latestRequest: TokenRequestStatus | null;
};

// An App's token does what it was made for, and never more than its installation may now.
const LEVELS = `ARRAY['read', 'write', 'admin']`;
const LESSER = `(${LEVELS})[least(array_position(${LEVELS}, asked.level), array_position(${LEVELS}, installed.level))]`;
// Of the repositories that either names, those that both do.
const CHOSEN = `SELECT repository_id FROM token_repositories WHERE token_id = token.id AND installation.repository_selection = 'ALL'
  UNION ALL SELECT repository_id FROM app_installation_repositories WHERE installation_id = installation.id AND token.repository_selection = 'ALL'
  UNION ALL SELECT chosen.repository_id FROM token_repositories chosen JOIN app_installation_repositories given USING (repository_id)
             WHERE chosen.token_id = token.id AND given.installation_id = installation.id`;

const FIND_CREDENTIALS = {
  name: 'find-credentials',
  text: `SELECT token.secret_hash AS "secretHash", token.id, token.kind, token.user_id AS "userId", coalesce(holder.login, app.slug || '[bot]') AS login,
            coalesce(holder.suspended_at, installation.suspended_at) AS "suspendedAt",
            coalesce(holder.is_demonstration, false) AS "isDemonstration", app.id AS "appId", app.client_id AS "clientId",
            token.issued_at AS "issuedAt", token.expires_at AS "expiresAt", token.deleted_at AS "deletedAt", token.revoked_at AS "revokedAt", token.scopes,
            organization.id AS "organizationId", organization.login AS "organizationLogin",
            reach.selection AS "reachSelection", reach.permissions, reach.repositories AS "repositoryIds",
            (SELECT status FROM token_requests WHERE token_id = token.id ORDER BY id DESC LIMIT 1) AS "latestRequest"
       FROM tokens token
       LEFT JOIN users holder ON holder.id = token.user_id
       LEFT JOIN app_installations installation ON installation.id = token.installation_id
       LEFT JOIN apps app ON app.id = coalesce(token.app_id, installation.app_id)
       LEFT JOIN organizations organization ON organization.id = coalesce(token.organization_id, installation.organization_id)
       LEFT JOIN token_grants live ON live.token_id = token.id AND live.ended_at IS NULL
       LEFT JOIN LATERAL (
         SELECT live.repository_selection AS selection,
                (SELECT jsonb_object_agg(key, level) FROM token_grant_permissions WHERE grant_id = live.id) AS permissions,
                (SELECT jsonb_agg(repository_id) FROM token_grant_repositories WHERE grant_id = live.id) AS repositories
          WHERE live.id IS NOT NULL
         UNION ALL
         SELECT token.repository_selection,
                (SELECT jsonb_object_agg(key, level) FROM token_permissions WHERE token_id = token.id),
                (SELECT jsonb_agg(repository_id) FROM token_repositories WHERE token_id = token.id)
          WHERE token.user_id IS NOT NULL AND token.organization_id IS NULL AND token.app_id IS NULL
         UNION ALL
         SELECT CASE WHEN 'SUBSET' IN (token.repository_selection, installation.repository_selection) THEN 'SUBSET' ELSE 'ALL' END,
                (SELECT jsonb_object_agg(asked.key, ${LESSER}) FROM token_permissions asked
                          JOIN app_installation_permissions installed ON installed.installation_id = installation.id AND installed.key = asked.key
                         WHERE asked.token_id = token.id),
                (SELECT jsonb_agg(id) FROM (${CHOSEN}) AS chosen(id))
          WHERE installation.id IS NOT NULL
       ) reach ON true
      WHERE token.secret_hash = ANY($1::bytea[])`,
};

/** Tokens with all that the decision needs: their holders, their resource owners and what those agreed to. Nothing for what is unknown. */
export const findCredentials = (tx: Tx, secretHashes: readonly Buffer[]): Promise<CredentialRow[]> =>
  prepared<CredentialRow>(tx, FIND_CREDENTIALS, [secretHashes]);

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

const FIND_HOLDINGS = {
  name: 'find-holdings',
  text: `SELECT asked.user_id AS "userId", membership.role, ${HOLDING},
              EXISTS (SELECT FROM enterprise_owners WHERE enterprise_id = enterprise.id AND user_id = asked.user_id) AS "isAdministrator"
         FROM unnest($1::bigint[]) AS asked(user_id)
         CROSS JOIN LATERAL (
           SELECT organization_id FROM memberships WHERE user_id = asked.user_id
           UNION SELECT repository.owner_organization_id FROM repository_accesses access
                   JOIN repositories repository ON repository.id = access.repository_id WHERE access.user_id = asked.user_id) AS near
         JOIN organizations organization ON organization.id = near.organization_id
         LEFT JOIN memberships membership ON membership.organization_id = organization.id AND membership.user_id = asked.user_id
         LEFT JOIN enterprises enterprise ON enterprise.id = organization.enterprise_id`,
};

/** What people have in organizations, by their ids and by the organizations': those they are members of, and those that gave them a repository without that. */
export async function findHoldingsOf(
  tx: Tx,
  userIds: readonly number[],
): Promise<Map<number, ReadonlyMap<number, Holding>>> {
  const rows = await prepared<HoldingRow & { userId: number }>(tx, FIND_HOLDINGS, [userIds]);
  return new Map([...Map.groupBy(rows, ({ userId }) => userId)].map(([userId, own]) => [userId, holdingsBy(own)]));
}

/** The same of one person. */
export const findHoldings = async (tx: Tx, userId: number): Promise<ReadonlyMap<number, Holding>> =>
  (await findHoldingsOf(tx, [userId])).get(userId) ?? new Map<number, Holding>();

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
