import type { PermissionMap } from '@countersign/schema';
import type { Tx } from '../../platform/database/database.ts';

// Plain SQL: each of these reads and writes in one statement what it changes, for any number of installations or repositories.

/** Repositories by name, that an installation reaches from now on, and that it does not any more. */
export type ReachChange = { added: string[]; removed: string[] };

export async function replaceInstallationRepositories(
  tx: Tx,
  installationId: number,
  repositoryIds: readonly number[],
): Promise<ReachChange> {
  const rows: { name: string; isAdded: boolean }[] = await tx.query(
    `WITH removed AS (
       DELETE FROM app_installation_repositories WHERE installation_id = $1 AND repository_id <> ALL($2::bigint[]) RETURNING repository_id),
     added AS (
       INSERT INTO app_installation_repositories (installation_id, repository_id) SELECT $1, unnest($2::bigint[])
       ON CONFLICT DO NOTHING RETURNING repository_id)
     SELECT name, change."isAdded"
       FROM (SELECT repository_id, false AS "isAdded" FROM removed UNION ALL SELECT repository_id, true FROM added) change
       JOIN repositories ON repositories.id = change.repository_id ORDER BY name`,
    [installationId, repositoryIds],
  );
  const names = (isAdded: boolean) => rows.filter((row) => row.isAdded === isAdded).map(({ name }) => name);
  return { added: names(true), removed: names(false) };
}

/** The repositories that installations were given by name. */
export const findInstallationRepositoryIds = (
  tx: Tx,
  installationIds: readonly number[],
): Promise<{ id: number; repositoryId: number }[]> =>
  tx.query(
    `SELECT installation_id AS id, repository_id AS "repositoryId" FROM app_installation_repositories
      WHERE installation_id = ANY($1) ORDER BY repository_id`,
    [installationIds],
  );

export type NarrowedInstallation = { id: number; organizationId: number; from: PermissionMap; to: PermissionMap };

const LEVELS = `ARRAY['read', 'write', 'admin']`;

/** Takes from every installation of an App what goes beyond these permissions; the installations that had more, with what it was. */
export const narrowInstallations = (
  tx: Tx,
  appId: number,
  permissions: PermissionMap,
): Promise<NarrowedInstallation[]> =>
  tx.query(
    `WITH most AS (SELECT * FROM unnest($2::text[], $3::text[]) AS most(key, level)), beyond AS (
       SELECT installation.id, installation.organization_id, held.key, held.level AS was, most.level AS becomes
         FROM app_installations installation
         JOIN app_installation_permissions held ON held.installation_id = installation.id
         LEFT JOIN most ON most.key = held.key
        WHERE installation.app_id = $1
          AND (most.level IS NULL OR array_position(${LEVELS}, most.level) < array_position(${LEVELS}, held.level))),
     lowered AS (
       UPDATE app_installation_permissions held SET level = beyond.becomes FROM beyond
        WHERE held.installation_id = beyond.id AND held.key = beyond.key AND beyond.becomes IS NOT NULL),
     removed AS (
       DELETE FROM app_installation_permissions held USING beyond
        WHERE held.installation_id = beyond.id AND held.key = beyond.key AND beyond.becomes IS NULL)
     SELECT id, organization_id AS "organizationId", jsonb_object_agg(key, was) AS "from",
            coalesce(jsonb_object_agg(key, becomes) FILTER (WHERE becomes IS NOT NULL), '{}') AS "to"
       FROM beyond GROUP BY id, organization_id ORDER BY id`,
    [appId, Object.keys(permissions), Object.values(permissions)],
  );
