import type { Reach } from '../../access/access.rules.ts';
import type { Tx } from '../../platform/database/database.ts';
import { Repository } from './repository.entity.ts';

/** The repositories of an organization that are within reach, by id, by the number of the page; and how many there are. */
export async function findReachedAt(
  tx: Tx,
  organizationId: number,
  { repositorySelection, repositoryIds }: Pick<Reach, 'repositorySelection' | 'repositoryIds'>,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ ids: number[]; totalCount: number }> {
  const query = tx
    .createQueryBuilder(Repository, 'repository')
    .select('repository.id')
    .where({ ownerOrganizationId: organizationId });
  if (repositorySelection !== 'ALL') query.andWhere('repository.id = ANY(:ids)', { ids: [...repositoryIds] });
  const [found, totalCount] = await query.orderBy('repository.id').offset(offset).limit(limit).getManyAndCount();
  return { ids: found.map(({ id }) => id), totalCount };
}
