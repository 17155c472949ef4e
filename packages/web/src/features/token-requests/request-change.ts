import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';

const RequestChange_request = graphql(`
  fragment RequestChange_request on TokenRequest {
    repositoriesAdded(first: 1) {
      totalCount
    }
    repositoriesWidened
    permissionsAdded {
      ...PermissionSet_levels
    }
    permissionsUpgraded {
      ...PermissionSet_levels
    }
    permissionsKept {
      ...PermissionSet_levels
    }
    permissionsDropped {
      ...PermissionSet_levels
    }
  }
`);

/** What a request asks against the grant that stood when it was made. (RQ-4, TK-11) */
export function readChange(masked: FragmentType<typeof RequestChange_request>) {
  const { repositoriesAdded, repositoriesWidened, ...permissions } = readFragment(RequestChange_request, masked);
  return {
    repositoriesAdded,
    repositoriesWidened,
    permissionsAdded: readPermissions(permissions.permissionsAdded),
    permissionsUpgraded: readPermissions(permissions.permissionsUpgraded),
    permissionsKept: readPermissions(permissions.permissionsKept),
    permissionsDropped: readPermissions(permissions.permissionsDropped),
  };
}
