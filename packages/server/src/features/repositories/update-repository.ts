import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { addJobs } from '../../platform/jobs/add-jobs.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { scanOfWholeRepository } from '../leaks/scan-for-leaks.job.ts';
import { findUserByLogin } from '../users/find-user.ts';
import { findRepository } from './find-repository.ts';
import { deleteRepositoryAccess, findRepositoryAccess, saveRepositoryAccess } from './repository-access.store.ts';
import { Repository, type RepositoryVisibility } from './repository.entity.ts';
import { problemWithDescription } from './repository.rules.ts';
import { lockRepository, type RepositoryInSight, updateRepositoryRow } from './repository.store.ts';

export type UpdateRepositoryInput = {
  owner: string;
  name: string;
  visibility?: RepositoryVisibility | null;
  description?: string | null;
};

/**
 * Changes who sees a repository, or its description; absent = unchanged. For those who administer it. INVALID names the bad field. One that is made
 * public is searched for secrets of ours. (EX-4)
 */
export async function updateRepository(
  caller: Caller,
  { owner, name, ...change }: UpdateRepositoryInput,
): Promise<RepositoryInSight> {
  caller.viewer.mustBeSession();
  const description = problemWithDescription(change.description);
  if (description) throw invalid({ description });
  const repository = await findRepository(caller, owner, name, 'administration:write');
  const changed = {
    ...(change.visibility && { visibility: change.visibility }),
    ...(change.description !== undefined && { description: change.description }),
  };
  if (Object.keys(changed).length === 0) return repository;
  return caller.database.transaction(async (tx) => {
    const { visibility, description: before } = await lockRepository(tx, repository.id);
    const from = { visibility, description: before };
    await updateRepositoryRow(tx, repository.id, changed);
    if (visibility === 'PRIVATE' && change.visibility === 'PUBLIC')
      await addJobs(tx, [scanOfWholeRepository({ id: repository.id, name: nameOf(repository) })]);
    const action = change.visibility && change.visibility !== visibility ? 'repo.access' : 'repo.update';
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { ...entryOf(repository), action, details: { from, to: changed } },
    ]);
    // Others who asked at the same moment may have been given the very same row, and this is not committed yet.
    return Object.assign(new Repository(), repository, from, changed);
  });
}

export type SetRepositoryAccessInput = {
  owner: string;
  name: string;
  login: string;
  access: 'NONE' | 'READ' | 'WRITE' | 'ADMIN';
};

/** Says what one person may do in one repository, beside what the organization gives its members; NONE takes it back. */
export async function setRepositoryAccess(
  caller: Caller,
  { owner, name, login, access }: SetRepositoryAccessInput,
): Promise<RepositoryInSight> {
  caller.viewer.mustBeSession();
  const repository = await findRepository(caller, owner, name, 'administration:write');
  await caller.database.transaction(async (tx) => {
    const person = await findUserByLogin(tx, login);
    if (!person) throw invalid({ login: `There is nobody called ${login}.` });
    await lockRepository(tx, repository.id);
    const row = { repositoryId: repository.id, userId: person.id };
    const from = (await findRepositoryAccess(tx, row.repositoryId, row.userId))?.level ?? 'NONE';
    if (access === from) return;
    if (access === 'NONE') await deleteRepositoryAccess(tx, row.repositoryId, row.userId);
    else await saveRepositoryAccess(tx, { ...row, level: access });
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        ...entryOf(repository),
        action: actionFor(from, access),
        details: { user: person.login, access: { from, to: access } },
      },
    ]);
  });
  return repository;
}

const actionFor = (from: SetRepositoryAccessInput['access'], to: SetRepositoryAccessInput['access']) => {
  if (to === 'NONE') return 'repo.remove_member';
  return from === 'NONE' ? 'repo.add_member' : 'repo.update_member';
};

const nameOf = ({ name, owner }: RepositoryInSight) => `${owner.login}/${name}`;

const entryOf = (repository: RepositoryInSight) => ({
  log: repository.owner.kind === 'USER' ? { userId: repository.owner.id } : { organizationId: repository.owner.id },
  subject: { type: 'repository' as const, id: repository.id, name: nameOf(repository) },
});
