import type { Caller } from '../../access/caller.ts';
import type { AccessPermission, Subject } from '../../access/viewer.ts';
import { notFound, unauthenticated } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { problemWithLogin } from '../users/login.rules.ts';
import { namedRepositoriesOf } from './repository.loader.ts';
import { problemWithRepositoryName } from './repository.rules.ts';
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
  const asker = { userId: viewer.userId };
  // What could not be a name is none: others' repositories are looked up in the same statement, which must not fail for its sake. (SN-5)
  const repository = couldBe(owner, name) ? await namedRepositoriesOf(database).load({ owner, name, asker }) : null;
  if (!repository) throw viewer.bearer.kind === 'ANONYMOUS' ? unauthenticated() : notFound('The repository');
  viewer.mustHave(permission, subjectOfRepository(repository), 'The repository');
  return repository;
}

const couldBe = (owner: string, name: string): boolean =>
  problemWithLogin(owner.toLowerCase()) === null && problemWithRepositoryName(name) === null;

/** Whether everybody can read the repository at this moment. */
export async function isPublicNow(tx: Tx, id: number): Promise<boolean> {
  const [repository] = await findRepositories(tx, [id], null);
  return repository?.visibility === 'PUBLIC';
}
