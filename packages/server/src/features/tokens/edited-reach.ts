import { LIMITS, permissionOf, type PermissionMap } from '@countersign/schema';
import type { Owner } from '../../access/access.rules.ts';
import type { Viewer } from '../../access/viewer.ts';
import { invalid } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import { chooseRepositories, findOutOfSight, type RepositoryChoice } from '../repositories/choose-repositories.ts';
import type { TokenReach } from './token-reach.rules.ts';
import type { RepositorySelection } from './token.entity.ts';
import { type PermissionWish, problemsWithSelection, readPermissions } from './token.rules.ts';

/** What is absent or null stays as it is. */
export type ReachEdit = {
  repositorySelection?: RepositorySelection | null;
  repositories?: readonly RepositoryChoice[] | null;
  permissions?: readonly PermissionWish[] | null;
};

export const namesReach = ({ repositorySelection, repositories, permissions }: ReachEdit): boolean =>
  repositorySelection != null || repositories != null || permissions != null;

/** What the token would do after the edit: what it did, with what is given in place of that. INVALID names the bad field. (TK-4) */
export async function editedReach(
  tx: Tx,
  viewer: Viewer,
  owner: Owner,
  { before, edit }: { before: TokenReach; edit: ReachEdit },
): Promise<TokenReach> {
  const repositorySelection = edit.repositorySelection ?? before.repositorySelection;
  const repositoryIds = await editedRepositories(tx, viewer, owner, { before, edit, repositorySelection });
  return { repositorySelection, repositoryIds, permissions: editedPermissions(owner, before, edit) };
}

async function editedRepositories(
  tx: Tx,
  viewer: Viewer,
  owner: Owner,
  {
    before,
    edit,
    repositorySelection,
  }: { before: TokenReach; edit: ReachEdit; repositorySelection: RepositorySelection },
): Promise<number[]> {
  const wasNamed = before.repositorySelection === 'SUBSET';
  if (!edit.repositories && repositorySelection === 'SUBSET' && wasNamed) return [...before.repositoryIds];
  const named = edit.repositories ?? [];
  const problems = problemsWithSelection(repositorySelection, named.length);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (repositorySelection !== 'SUBSET') return [];
  const chosen = await chooseRepositories(tx, viewer, owner, named);
  // Whoever edits is not shown these and cannot have meant to leave them out; the token does nothing there while its person cannot. (TK-9)
  const outOfSight = wasNamed ? await findOutOfSight(tx, viewer, before.repositoryIds) : [];
  const ids = [...chosen.map(({ id }) => id), ...outOfSight];
  if (ids.length > LIMITS.tokenRepositories)
    throw invalid({
      repositories: `At most ${LIMITS.tokenRepositories} repositories, with ${outOfSight.length} that you cannot see any more.`,
    });
  return ids.toSorted((a, b) => a - b);
}

function editedPermissions(owner: Owner, before: TokenReach, edit: ReachEdit): PermissionMap {
  const hasRepositories = (edit.repositorySelection ?? before.repositorySelection) !== 'NONE';
  if (edit.permissions) {
    const read = readPermissions(edit.permissions, owner.kind, hasRepositories);
    if ('problems' in read) throw invalid(read.problems);
    return read.permissions;
  }
  if (hasRepositories) return before.permissions;
  // Without repositories there is nothing left that these could be about.
  const others = Object.entries(before.permissions).filter(([key]) => permissionOf(key)?.resource !== 'repository');
  return Object.fromEntries(others);
}
