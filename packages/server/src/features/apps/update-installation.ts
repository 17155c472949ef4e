import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { chooseRepositories, type RepositoryChoice } from '../repositories/choose-repositories.ts';
import { entryOfInstallation } from './app-entries.ts';
import type { AppInstallation } from './app-installation.entity.ts';
import { updateInstallationRow } from './app-installation.store.ts';
import { replaceInstallationRepositories } from './installation-reach.store.ts';
import { readSelection } from './installation.rules.ts';
import { lockOwnInstallation } from './lock-own-app.ts';

export type UpdateInstallationInput = {
  installationId: number;
  repositorySelection: string;
  /** All of them, with SUBSET. */
  repositories: readonly RepositoryChoice[];
};

/** An owner, whose password is fresh (SN-3), says which repositories an App reaches; its tokens follow on their next use. INVALID names the bad field. (AP-1) */
export async function updateInstallation(
  caller: Caller,
  { installationId, repositorySelection, repositories: named }: UpdateInstallationInput,
): Promise<AppInstallation> {
  caller.viewer.mustBeFreshSession(caller.now);
  const read = readSelection(repositorySelection, named.length);
  return caller.database.transaction(async (tx) => {
    const { installation, app } = await lockOwnInstallation(tx, caller, installationId);
    if ('problems' in read) throw invalid(read.problems);
    const id = installation.organizationId;
    const owner = { kind: 'ORGANIZATION', id, login: caller.viewer.holdingOf(id)!.login } as const;
    const chosen = await chooseRepositories(tx, caller.viewer, owner, named);
    const { added, removed } = await replaceInstallationRepositories(
      tx,
      installation.id,
      chosen.map((repository) => repository.id),
    );
    const from = installation.repositorySelection;
    const to = read.repositorySelection;
    if (from === to && added.length + removed.length === 0) return installation;
    await updateInstallationRow(tx, installation.id, { repositorySelection: to });
    const details = { repository_selection: { from, to }, repositories_added: added, repositories_removed: removed };
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      entryOfInstallation(app, installation, 'integration_installation.repositories_changed', details),
    ]);
    return Object.assign(installation, { repositorySelection: to });
  });
}
