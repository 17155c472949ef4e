import { type MaskedPermissions, readPermissions } from '../../apollo/permission-set.ts';
import { levelFromApi } from '../../ui/permission-texts.ts';
import type { HeldPermission } from './permission-list.tsx';

/** The permissions of a set, whatever they are about. */
export function permissionsOf(set: MaskedPermissions): HeldPermission[] {
  const { repository, organization, user } = readPermissions(set);
  return [...repository, ...organization, ...user].map(({ key, level }) => ({ key, level: levelFromApi(level) }));
}
