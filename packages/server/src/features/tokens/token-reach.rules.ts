import { covers, type PermissionMap } from '@countersign/schema';
import type { RepositorySelection } from './token.entity.ts';

/** What a token is made to do, is granted, or is asked for: always the whole of it. */
export type TokenReach = Readonly<{
  permissions: PermissionMap;
  repositorySelection: RepositorySelection;
  /** The named ones, where the selection is SUBSET. */
  repositoryIds: readonly number[];
}>;

export const isSameReach = (one: TokenReach, other: TokenReach): boolean =>
  one.repositorySelection === other.repositorySelection &&
  new Set(one.repositoryIds).symmetricDifference(new Set(other.repositoryIds)).size === 0 &&
  isSamePermissions(one.permissions, other.permissions);

/** The most that lies within both: what stays of what is in force when something else is wanted. (TK-11) */
export function lesserReach(one: TokenReach, other: TokenReach): TokenReach {
  const permissions = Object.entries(one.permissions).flatMap(([key, level]) => {
    const otherLevel = other.permissions[key];
    return otherLevel ? [[key, covers(level, otherLevel) ? otherLevel : level] as const] : [];
  });
  return { permissions: Object.fromEntries(permissions), ...lesserSelection(one, other) };
}

type Selection = Pick<TokenReach, 'repositorySelection' | 'repositoryIds'>;

function lesserSelection(one: Selection, other: Selection): Selection {
  if (one.repositorySelection === 'NONE' || other.repositorySelection === 'NONE')
    return { repositorySelection: 'NONE', repositoryIds: [] };
  const { repositorySelection, repositoryIds } = one.repositorySelection === 'ALL' ? other : one;
  const isKept = (id: number) => other.repositorySelection === 'ALL' || other.repositoryIds.includes(id);
  return { repositorySelection, repositoryIds: repositoryIds.filter(isKept) };
}

/** Whether a reach has a repository that is named. */
export const reachesRepository = ({ repositorySelection, repositoryIds }: Selection, id: number): boolean =>
  repositorySelection === 'ALL' || repositoryIds.includes(id);

/** What of the earlier permissions the later ones leave out, at the levels that they had. (TK-11) */
export const droppedPermissions = (before: PermissionMap, after: PermissionMap): PermissionMap =>
  Object.fromEntries(Object.entries(before).filter(([key, level]) => !covers(after[key], level)));

/** The later permissions by what they are beside the earlier ones: each stands in one of the three. (TK-11) */
export function sortedPermissions(before: PermissionMap, after: PermissionMap) {
  const {
    added = [],
    upgraded = [],
    kept = [],
  } = Object.groupBy(Object.entries(after), ([key, level]) => {
    const earlier = before[key];
    if (!earlier) return 'added';
    return earlier === level || covers(earlier, level) ? 'kept' : 'upgraded';
  });
  return {
    added: Object.fromEntries(added),
    upgraded: Object.fromEntries(upgraded),
    kept: Object.fromEntries(kept),
  };
}

/** What is another now, by the names of the audit log: `{permissions: {from, to}}`. Repositories are ids: their names may be out of sight. */
export function reachChanges(before: TokenReach, after: TokenReach): Record<string, { from: unknown; to: unknown }> {
  const isSameSelection = before.repositorySelection === after.repositorySelection;
  const isSameRepositories = isSameReach(after, { ...after, repositoryIds: before.repositoryIds });
  return {
    ...(!isSameSelection && {
      repository_selection: { from: before.repositorySelection, to: after.repositorySelection },
    }),
    ...(!isSameRepositories && { repository_ids: { from: before.repositoryIds, to: after.repositoryIds } }),
    ...(!isSamePermissions(before.permissions, after.permissions) && {
      permissions: { from: before.permissions, to: after.permissions },
    }),
  };
}

const isSamePermissions = (one: PermissionMap, other: PermissionMap): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, level]) => other[key] === level);
