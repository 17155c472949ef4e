import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { levelFromApi } from '../../ui/permission-texts.ts';
import type { HeldPermission } from './permission-list.tsx';

export const PermissionSet_levels = graphql(`
  fragment PermissionSet_levels on PermissionSet {
    repository {
      key
      level
    }
    organization {
      key
      level
    }
    user {
      key
      level
    }
  }
`);

/** The permissions of a set, whatever they are about. */
export function permissionsOf(set: FragmentType<typeof PermissionSet_levels>): HeldPermission[] {
  const { repository, organization, user } = readFragment(PermissionSet_levels, set);
  return [...repository, ...organization, ...user].map(({ key, level }) => ({ key, level: levelFromApi(level) }));
}
