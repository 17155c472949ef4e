import { covers, type Level, type PermissionMap } from '@countersign/schema';
import type { ChosenRepository } from '../../ui/chosen-repository.ts';
import type { Selection } from './token-draft.ts';

/** What a token may do, or is to do. */
export type Access = {
  repositorySelection: Selection;
  repositories: readonly ChosenRepository[];
  permissions: PermissionMap;
};

export const NO_ACCESS: Access = { repositorySelection: 'NONE', repositories: [], permissions: {} };

type Held = { key: string; level: Level };
type Moved = { key: string; from: Level; to: Level };

/** How one access differs from another: what has to be asked for, and what ends at once. (TK-11) */
export type AccessDifference = {
  added: Held[];
  raised: Moved[];
  repositoriesAdded: ChosenRepository[];
  /** All repositories instead of fewer. */
  toAll: boolean;
  dropped: Held[];
  lowered: Moved[];
  repositoriesRemoved: ChosenRepository[];
  /** Fewer repositories instead of all. */
  fromAll: boolean;
};

export function differenceOf(before: Access, after: Access): AccessDifference {
  const held = (permissions: PermissionMap) => Object.entries(permissions).map(([key, level]) => ({ key, level }));
  const moved = held(after.permissions).flatMap(({ key, level }): Moved[] => {
    const from = before.permissions[key];
    return from && from !== level ? [{ key, from, to: level }] : [];
  });
  const isRaised = ({ from, to }: Moved) => !covers(from, to);
  const isAll = ({ repositorySelection }: Access) => repositorySelection === 'ALL';
  const lacks = (access: Access, { id }: ChosenRepository) => !namedIn(access).some((one) => one.id === id);
  return {
    added: held(after.permissions).filter(({ key }) => !before.permissions[key]),
    raised: moved.filter(isRaised),
    repositoriesAdded: isAll(before) ? [] : namedIn(after).filter((one) => lacks(before, one)),
    toAll: isAll(after) && !isAll(before),
    dropped: held(before.permissions).filter(({ key }) => !after.permissions[key]),
    lowered: moved.filter((one) => !isRaised(one)),
    repositoriesRemoved: isAll(after) ? [] : namedIn(before).filter((one) => lacks(after, one)),
    fromAll: isAll(before) && !isAll(after),
  };
}

const namedIn = ({ repositorySelection, repositories }: Access) =>
  repositorySelection === 'SUBSET' ? repositories : [];

/** Whether something of it is more than before. */
export const isWider = ({ added, raised, repositoriesAdded, toAll }: AccessDifference): boolean =>
  toAll || added.length + raised.length + repositoriesAdded.length > 0;

const isNarrower = ({ dropped, lowered, repositoriesRemoved, fromAll }: AccessDifference): boolean =>
  fromAll || dropped.length + lowered.length + repositoriesRemoved.length > 0;

export const isSameAccess = (one: Access, other: Access): boolean => {
  const difference = differenceOf(one, other);
  return !isWider(difference) && !isNarrower(difference) && one.repositorySelection === other.repositorySelection;
};
