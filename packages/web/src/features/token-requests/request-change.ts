import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';

const RequestChange_request = graphql(`
  fragment RequestChange_request on TokenRequest {
    repositoriesAdded(first: 1) {
      totalCount
    }
    repositoriesWidened
    permissionsAdded {
      ...RequestPermissions
    }
    permissionsUpgraded {
      ...RequestPermissions
    }
    permissionsKept {
      ...RequestPermissions
    }
    permissionsDropped {
      ...RequestPermissions
    }
  }
`);

export const RequestPermissions = graphql(`
  fragment RequestPermissions on PermissionSet {
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

/** What a request asks against the grant that stood when it was made. (RQ-4, TK-11) */
export function readChange(masked: FragmentType<typeof RequestChange_request>) {
  const { repositoriesAdded, repositoriesWidened, ...permissions } = readFragment(RequestChange_request, masked);
  return {
    repositoriesAdded,
    repositoriesWidened,
    permissionsAdded: readFragment(RequestPermissions, permissions.permissionsAdded),
    permissionsUpgraded: readFragment(RequestPermissions, permissions.permissionsUpgraded),
    permissionsKept: readFragment(RequestPermissions, permissions.permissionsKept),
    permissionsDropped: readFragment(RequestPermissions, permissions.permissionsDropped),
  };
}
