import { type FragmentType, graphql, readFragment } from '../gql/index.ts';

const PermissionSet_levels = graphql(`
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

export type MaskedPermissions = FragmentType<typeof PermissionSet_levels>;

/** The permissions of a set in their groups, for whatever document spreads PermissionSet_levels. */
export const readPermissions = (set: MaskedPermissions) => readFragment(PermissionSet_levels, set);
