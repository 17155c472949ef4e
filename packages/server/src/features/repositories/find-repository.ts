import type { Caller } from '../../access/caller.ts';
import type { AccessPermission, Subject } from '../../access/viewer.ts';
import { notFound, unauthenticated } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { namedRepositoriesOf } from './repository.loader.ts';
import { findRepositories, type RepositoryInSight } from './repository.store.ts';

/** Whose a repository is, and all that the decision wants to know of it. */
export const subjectOfRepository = ({ id, owner, visibility, userLevel }: RepositoryInSight): Subject => ({
  organizationId: owner.kind === 'ORGANIZATION' ? owner.id : null,
  userId: owner.kind === 'USER' ? owner.id : null,
  repository: { kind: 'REPOSITORY', id, owner, isPublic: visibility === 'PUBLIC', userLevel },
});

/** The repository by its address, for those who hold the permission there: else NOT_FOUND, FORBIDDEN or UNAUTHENTICATED as GT-3 says. */
export async function findRepository(
  { viewer, database }: Caller,
  owner: string,
  name: string,
  permission: AccessPermission = 'metadata:read',
): Promise<RepositoryInSight> {
  const repository = await namedRepositoriesOf(database).load({ owner, name, asker: { userId: viewer.userId } });
  if (!repository) throw viewer.bearer.kind === 'ANONYMOUS' ? unauthenticated() : notFound('The repository');
  viewer.mustHave(permission, subjectOfRepository(repository), 'The repository');
  return repository;
}

/** Whether everybody can read the repository at this moment. */
export async function isPublicNow(tx: Tx, id: number): Promise<boolean> {
  const [repository] = await findRepositories(tx, [id], null);
  return repository?.visibility === 'PUBLIC';
}
