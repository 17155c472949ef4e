import { covers } from '@countersign/schema';
import type { Owner } from '../../access/access.rules.ts';
import type { Caller } from '../../access/caller.ts';
import { forbidden } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { RepositoryChoice } from './choose-repositories.ts';
import { findReachedAt } from './repositories-of-app.store.ts';
import { findChosen, findRepositories, type RepositoryInSight } from './repository.store.ts';

/** What a person may do there says nothing of an App. */
const asApp = (repository: RepositoryInSight): RepositoryInSight => Object.assign(repository, { userLevel: null });

/** The repositories that an installation token reaches, public ones beyond it not among them. FORBIDDEN without `metadata: read`. */
export async function listRepositoriesOfApp(
  { viewer, database }: Caller,
  page: { offset: number; limit: number },
): Promise<{ rows: RepositoryInSight[]; totalCount: number; isSubset: boolean }> {
  const { bearer } = viewer;
  if (bearer.kind !== 'APP_INSTALLATION') throw forbidden('This needs the token of an installation.');
  const { reach, organizationId } = bearer;
  if (!covers(reach.permissions['metadata'], 'read'))
    throw forbidden('This needs the permission metadata:read.', { permission: 'metadata:read' });
  const { ids, totalCount } = await findReachedAt(database.manager, organizationId, reach, page);
  const found = new Map((await findRepositories(database.manager, ids, null)).map((row) => [row.id, row]));
  return { rows: ids.map((id) => asApp(found.get(id)!)), totalCount, isSubset: reach.repositorySelection === 'SUBSET' };
}

/** The repositories of an organization that an App names, each once; null when one of them is not there. */
export async function chooseForApp(
  tx: Tx,
  owner: Owner,
  choices: readonly RepositoryChoice[],
): Promise<RepositoryInSight[] | null> {
  const found = await findChosen(tx, owner, choices, null);
  const ids = new Set(found.map(({ id }) => id));
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  const isThere = (choice: RepositoryChoice) =>
    'id' in choice ? ids.has(choice.id) : names.has(choice.name.toLowerCase());
  return choices.every(isThere) ? found.map(asApp) : null;
}
