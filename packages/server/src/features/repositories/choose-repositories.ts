import type { Owner } from '../../access/access.rules.ts';
import type { Viewer } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findChosen, findRepositories } from './repository.store.ts';
import type { RepositoryInSight } from './repository.store.ts';

/** A repository as a person names it: by its name within the owner, or by its id. */
export type RepositoryChoice = { name: string } | { id: number };

/** The repositories of the owner that are meant, each once. INVALID for one that is another owner's, or that the viewer cannot see. */
export async function chooseRepositories(
  tx: Tx,
  viewer: Viewer,
  owner: Owner,
  choices: readonly RepositoryChoice[],
): Promise<RepositoryInSight[]> {
  if (choices.length === 0) return [];
  const found = (await findChosen(tx, owner, choices, viewer.userId)).filter(({ userLevel }) => userLevel !== null);
  const ids = new Set(found.map(({ id }) => id));
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  const missing = choices.find((choice) =>
    'id' in choice ? !ids.has(choice.id) : !names.has(choice.name.toLowerCase()),
  );
  if (missing) {
    const name = 'id' in missing ? 'with this id' : missing.name;
    throw invalid({ repositories: `${owner.login} has no repository ${name} that you can see.` });
  }
  return found;
}

/** Of these, the ones that the viewer cannot see any more. */
export async function findOutOfSight(tx: Tx, viewer: Viewer, ids: readonly number[]): Promise<number[]> {
  const found = await findRepositories(tx, ids, viewer.userId);
  return found.flatMap(({ id, userLevel }) => (userLevel === null ? [id] : []));
}
