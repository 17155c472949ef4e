import type { Tx } from '../../platform/database/database.ts';
import { prepared } from '../../platform/database/prepared.ts';

export type InstalledOn = {
  organizationId: number;
  login: string;
  /** Whether the repository that was named is there, and public or given to the installation. */
  reachesRepository: boolean;
};

export type InstalledQuestion = {
  organizationIds: readonly number[];
  /** One more organization, by name. */
  owner: string | null;
  repository: string | null;
};

const FIND_INSTALLED = {
  name: 'find-installed-among',
  text: `SELECT organization.id AS "organizationId", organization.login,
            EXISTS (
              SELECT FROM repositories repository
               WHERE repository.owner_organization_id = organization.id AND lower(repository.name) = lower($4)
                 AND (installation.repository_selection = 'ALL' OR repository.visibility = 'PUBLIC' OR EXISTS (
                   SELECT FROM app_installation_repositories given WHERE given.installation_id = installation.id AND given.repository_id = repository.id))
            ) AS "reachesRepository"
       FROM app_installations installation JOIN organizations organization ON organization.id = installation.organization_id
      WHERE installation.app_id = $1 AND installation.suspended_at IS NULL
        AND organization.id IN (SELECT unnest($2::bigint[]) UNION ALL SELECT id FROM organizations WHERE login = lower($3))`,
};

/** Those of these organizations that an App is installed on and not suspended. Plain SQL: one statement, which no entity answers. */
export const findInstalledAmong = (
  tx: Tx,
  appId: number,
  { organizationIds, owner, repository }: InstalledQuestion,
): Promise<InstalledOn[]> => prepared<InstalledOn>(tx, FIND_INSTALLED, [appId, organizationIds, owner, repository]);

/** Whether the token with this secret was made for the App, where it is installed or for a person. That stays so for good: no lock is needed. */
export async function isIssuedTo(tx: Tx, appId: number, secretHash: Buffer): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT FROM tokens token LEFT JOIN app_installations installation ON installation.id = token.installation_id
      WHERE token.secret_hash = $2 AND $1 IN (token.app_id, installation.app_id)`,
    [appId, secretHash],
  );
  return rows.length > 0;
}
