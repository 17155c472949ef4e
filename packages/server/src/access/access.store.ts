import type { SessionOfUser } from '../features/users/session.store.ts';
import type { Tx } from '../platform/database/database.ts';
import { lookUp } from '../platform/database/look-up.ts';
import { prepared } from '../platform/database/prepared.ts';
import type { Holding, Reach } from './access.rules.ts';
import { HELD, type HoldingRow, holdingsBy, isHeld, NEAR, type Unheld } from './holding.store.ts';

// Plain SQL: each of these runs once in every request, and reads what no single entity holds.

const FIND_SESSION = {
  name: 'find-session',
  text: `SELECT asked.id, asked.user_id AS "userId", asked.created_at AS "createdAt", asked.last_seen_at AS "lastSeenAt",
            asked.password_given_at AS "passwordGivenAt", person.login AS "userLogin", person.suspended_at AS "suspendedAt",
            person.is_demonstration AS "isDemonstration",
            ARRAY(SELECT enterprise_id FROM enterprise_owners WHERE user_id = asked.user_id) AS "enterpriseIds", ${HELD}
       FROM sessions asked JOIN users person ON person.id = asked.user_id ${NEAR} WHERE asked.secret_hash = $1`,
};

type SessionRow = Omit<SessionOfUser, 'login'> & { userLogin: string; enterpriseIds: number[] };

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
    holdings: holdingsBy(rows.filter(isHeld)),
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
