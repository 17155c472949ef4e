import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import { forbidden, invalid } from '../../errors.ts';
import { recordAudit } from '../audit-log/record-audit.ts';
import { findOrganization } from '../organizations/find-organization.ts';
import { findUserByLogin } from '../users/find-user.ts';
import { createGitRepository } from './git-directory.ts';
import type { RepositoryVisibility } from './repository.entity.ts';
import { problemWithDescription, problemWithRepositoryName } from './repository.rules.ts';
import { findRepositories, insertRepository, type RepositoryInSight } from './repository.store.ts';

export type CreateRepositoryInput = {
  /** The login of the person or of an organization. */
  owner: string;
  name: string;
  visibility: RepositoryVisibility;
  description?: string | null;
};

/** Makes an empty repository, in the database and on disk: one's own, or of an organization one owns. INVALID names the bad field. */
export async function createRepository(caller: Caller, input: CreateRepositoryInput): Promise<RepositoryInSight> {
  const userId = caller.viewer.mustBeSession();
  const name = problemWithRepositoryName(input.name);
  if (name) throw invalid({ name });
  const description = problemWithDescription(input.description);
  if (description) throw invalid({ description });
  const owner = await findOwner(caller, input.owner);
  return caller.database.transaction(async (tx) => {
    const id = await insertRepository(tx, {
      ownerUserId: owner.kind === 'USER' ? owner.id : null,
      ownerOrganizationId: owner.kind === 'ORGANIZATION' ? owner.id : null,
      name: input.name,
      description: input.description ?? null,
      visibility: input.visibility,
      createdAt: caller.now,
    });
    if (id === null) throw invalid({ name: `${owner.login} has a repository ${input.name} already.` });
    await recordAudit(tx, caller.viewer.actor, caller.now, [
      {
        log: owner.kind === 'USER' ? { userId: owner.id } : { organizationId: owner.id },
        action: 'repo.create',
        subject: { type: 'repository', id, name: `${owner.login}/${input.name}` },
        details: { visibility: input.visibility },
      },
    ]);
    // Last, so that a folder without a row can only be left by a crash, and is nobody's.
    await createGitRepository(caller.settings.gitRoot, id);
    const [repository] = await findRepositories(tx, [id], userId);
    return repository!;
  });
}

async function findOwner(caller: Caller, login: string): Promise<Owner> {
  const person = await findUserByLogin(caller.database.manager, login);
  if (person?.id === caller.viewer.userId) return { kind: 'USER', id: person.id, login: person.login };
  const organization = await findOrganization(caller, login);
  if (caller.viewer.roleIn(organization.id) !== 'OWNER')
    throw forbidden('Only owners of the organization may make repositories in it.');
  return { kind: 'ORGANIZATION', id: organization.id, login: organization.login };
}
