import type { Tx } from '../../platform/database/database.ts';
import { lookUp } from '../../platform/database/look-up.ts';

export type InstalledOn = {
  installationId: number;
  organizationId: number;
  login: string;
  repositorySelection: 'ALL' | 'SUBSET';
};

export type InstalledQuestion = {
  /** By its id, or by the hash of a client secret in hexadecimal. */
  app: { id: number } | { clientSecretHash: string };
  organizationIds: readonly number[];
  /** One more organization, by name. */
  owner: string | null;
};

const FIND_INSTALLED = {
  name: 'find-installed',
  text: `SELECT asked.place::int AS place, installation.id AS "installationId", organization.id AS "organizationId", organization.login,
            installation.repository_selection AS "repositorySelection"
       FROM unnest((SELECT $1::bigint[]), (SELECT $2::text[]), (SELECT $3::text[]), (SELECT $4::text[]))
            WITH ORDINALITY AS asked(app_id, client_secret_hash, organization_ids, owner, place)
       CROSS JOIN LATERAL (
         SELECT unnest(asked.organization_ids::bigint[]) AS id UNION SELECT id FROM organizations WHERE login = lower(asked.owner)) AS near
       JOIN app_installations installation ON installation.app_id = coalesce(
              asked.app_id, (SELECT app_id FROM app_client_secrets WHERE secret_hash = decode(asked.client_secret_hash, 'hex'))) AND installation.organization_id = near.id
        AND installation.suspended_at IS NULL
       JOIN organizations organization ON organization.id = near.id`,
};

/** For each question, those of its organizations that its App is installed on and not suspended. Plain SQL: one statement, which no entity answers. */
export async function findInstalled(tx: Tx, questions: readonly InstalledQuestion[]): Promise<InstalledOn[][]> {
  const rows = await lookUp<InstalledOn & { place: number }>(tx, FIND_INSTALLED, [
    questions.map(({ app }) => ('id' in app ? app.id : null)),
    questions.map(({ app }) => ('clientSecretHash' in app ? app.clientSecretHash : null)),
    // Postgres has no arrays of arrays that differ in length.
    questions.map(({ organizationIds }) => `{${organizationIds.join(',')}}`),
    questions.map(({ owner }) => owner),
  ]);
  const found = questions.map((): InstalledOn[] => []);
  for (const { place, ...installed } of rows) found[place - 1]!.push(installed);
  return found;
}

/** Whether an installation for chosen repositories was given this one. */
export async function isGiven(tx: Tx, installationId: number, repositoryId: number): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'SELECT FROM app_installation_repositories WHERE installation_id = $1 AND repository_id = $2',
    [installationId, repositoryId],
  );
  return rows.length > 0;
}

/** Whether the token with this secret was made for the App, where it is installed or for a person. That stays so for good: no lock is needed. */
export async function isIssuedTo(tx: Tx, appId: number, secretHash: Buffer): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT FROM tokens token LEFT JOIN app_installations installation ON installation.id = token.installation_id
      WHERE token.secret_hash = $2 AND $1 IN (token.app_id, installation.app_id)`,
    [appId, secretHash],
  );
  return rows.length > 0;
}
