import type { Caller } from '../../access/caller.ts';
import { invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findUserByLogin } from '../users/find-user.ts';
import { findRepository } from './find-repository.ts';
import type { RepositoryVisibility } from './repository.entity.ts';
import {
  deleteRepositoryAccess,
  type RepositoryInSight,
  saveRepositoryAccess,
  updateRepositoryRow,
} from './repository.store.ts';

export type UpdateRepositoryInput = {
  owner: string;
  name: string;
  visibility?: RepositoryVisibility | null;
  description?: string | null;
};

/** Changes who sees a repository, or its description; absent = unchanged. For those who administer it. */
export async function updateRepository(
  caller: Caller,
  { owner, name, ...change }: UpdateRepositoryInput,
): Promise<RepositoryInSight> {
  caller.viewer.mustBeSession();
  const repository = await findRepository(caller, owner, name, 'administration:write');
  const changed = {
    ...(change.visibility && { visibility: change.visibility }),
    ...(change.description !== undefined && { description: change.description }),
  };
  if (Object.keys(changed).length === 0) return repository;
  await caller.database.transaction(async (tx) => {
    await updateRepositoryRow(tx, repository.id, changed);
    const from = { visibility: repository.visibility, description: repository.description };
    const action = change.visibility && change.visibility !== repository.visibility ? 'repo.access' : 'repo.update';
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { ...entryOf(repository), action, details: { from, to: changed } },
    ]);
  });
  return Object.assign(repository, changed);
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
    const row = { repositoryId: repository.id, userId: person.id };
    if (access === 'NONE') await deleteRepositoryAccess(tx, row.repositoryId, row.userId);
    else await saveRepositoryAccess(tx, { ...row, level: access });
    const action = access === 'NONE' ? 'repo.remove_member' : 'repo.add_member';
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      { ...entryOf(repository), action, details: { user: person.login, access } },
    ]);
  });
  return repository;
}

const entryOf = ({ id, name, owner }: RepositoryInSight) => ({
  log: owner.kind === 'USER' ? { userId: owner.id } : { organizationId: owner.id },
  subject: { type: 'repository' as const, id, name: `${owner.login}/${name}` },
});
