import type { Tx } from '../../platform/database/database.ts';
import { RepositoryAccess } from './repository-access.entity.ts';
import type { Repository } from './repository.entity.ts';

export const findRepositoryAccess = (tx: Tx, repositoryId: number, userId: number): Promise<RepositoryAccess | null> =>
  tx.findOneBy(RepositoryAccess, { repositoryId, userId });

export const saveRepositoryAccess = (tx: Tx, access: RepositoryAccess) =>
  tx.upsert(RepositoryAccess, access, ['repositoryId', 'userId']);

export const deleteRepositoryAccess = (tx: Tx, repositoryId: number, userId: number) =>
  tx.delete(RepositoryAccess, { repositoryId, userId });

/** Takes back all that a person was given in the organization's repositories; what that was. */
export const deleteAccessesIn = (
  tx: Tx,
  organizationId: number,
  userId: number,
): Promise<(Pick<Repository, 'id' | 'name'> & Pick<RepositoryAccess, 'level'>)[]> =>
  tx.query(
    `WITH ended AS (
       DELETE FROM repository_accesses access USING repositories repository
        WHERE repository.id = access.repository_id AND repository.owner_organization_id = $1 AND access.user_id = $2
        RETURNING repository.id, repository.name, access.level)
     SELECT id, name, level FROM ended ORDER BY id`,
    [organizationId, userId],
  );
