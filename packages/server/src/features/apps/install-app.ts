import type { PermissionMap } from '@countersign/schema';
import type { Caller } from '../../access/caller.ts';
import type { Actor } from '../../access/viewer.ts';
import { conflict, invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOwnedOrganization } from '../organizations/find-organization.ts';
import { chooseRepositories, type RepositoryChoice } from '../repositories/choose-repositories.ts';
import { entryOfInstallation } from './app-entries.ts';
import type { AppInstallation, InstallationSelection } from './app-installation.entity.ts';
import { insertInstallation } from './app-installation.store.ts';
import { areShown, type PermissionWish, problemWithAppPermissions } from './app-permissions.rules.ts';
import type { App } from './app.entity.ts';
import { findAppBySlug, findPermissionsOf, holdApp } from './app.store.ts';
import { replaceInstallationRepositories } from './installation-reach.store.ts';
import { readSelection } from './installation.rules.ts';

export type InstallAppInput = {
  app: App;
  organizationId: number;
  permissions: PermissionMap;
  repositorySelection?: InstallationSelection;
  /** With SUBSET. */
  repositoryIds?: readonly number[];
};

/** Lets an App into an organization with permissions, those that only Apps can hold among them. INVALID when it is in already. (AP-1) */
export async function installApp(
  tx: Tx,
  { app, organizationId, permissions, repositorySelection = 'ALL', repositoryIds = [] }: InstallAppInput,
  { actor, now }: { actor: Actor; now: Date },
): Promise<AppInstallation> {
  const problem = problemWithAppPermissions(permissions);
  if (problem) throw invalid({ permissions: problem });
  const row = {
    appId: app.id,
    organizationId,
    repositorySelection,
    createdAt: now,
    suspendedAt: null,
    suspendedByUserId: null,
  };
  const installation = await insertInstallation(tx, row, permissions);
  if (!installation) throw invalid({ app: `${app.name} is installed there already.` });
  const { added } = await replaceInstallationRepositories(tx, installation.id, repositoryIds);
  const details = {
    permissions,
    repository_selection: repositorySelection,
    ...(repositorySelection === 'SUBSET' && { repositories: added }),
  };
  await recordAudit(tx, actor, now, [
    entryOfInstallation(app, installation, 'integration_installation.create', details),
  ]);
  return installation;
}

export type InstallOwnInput = {
  /** The slug of the App. */
  app: string;
  organization: string;
  repositorySelection: string;
  repositories: readonly RepositoryChoice[];
  /** What the owner was shown that it asks for. Absent: whatever it asks for. */
  permissions?: readonly PermissionWish[] | null;
};

/**
 * An owner, whose password is fresh (SN-3), lets an App into the organization: a public one, or the organization's own. It gets what it asks for at this
 * moment, on all repositories or on some; CONFLICT when that is not what was shown. Of another App there is none: NOT_FOUND.
 */
export async function installAppOn(caller: Caller, input: InstallOwnInput): Promise<AppInstallation> {
  const { id, login } = await findOwnedOrganization(caller, input.organization);
  caller.viewer.mustBeFreshSession(caller.now);
  const read = readSelection(input.repositorySelection, input.repositories.length);
  if ('problems' in read) throw invalid(read.problems);
  return caller.database.transaction(async (tx) => {
    const found = await findAppBySlug(tx, input.app);
    // What it asks for, and for whom it is there, stay as they are until it is in.
    const app = found && (await holdApp(tx, found.id));
    if (!app || (!app.isPublic && app.ownerOrganizationId !== id)) throw notFound('The App');
    const owner = { kind: 'ORGANIZATION', id, login } as const;
    const permissions = await findPermissionsOf(tx, app.id);
    if (input.permissions && !areShown(permissions, input.permissions))
      throw conflict(`${app.name} asks for something else by now. Look at it again.`);
    const repositories = await chooseRepositories(tx, caller.viewer, owner, input.repositories);
    const wish = {
      app,
      organizationId: id,
      permissions,
      repositorySelection: read.repositorySelection,
      repositoryIds: repositories.map(({ id: repositoryId }) => repositoryId),
    };
    return installApp(tx, wish, { actor: caller.viewer.actor, now: caller.now });
  });
}
