import { skipToken, useQuery } from '@apollo/client/react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import { isChange } from '../../ui/access-change.ts';
import { CANCELLED_ACTION, REVOKED_ACTION, storyOfToken } from './story-of-token.ts';

const StoryRequests = graphql(`
  fragment StoryRequests on TokenRequestConnection {
    nodes {
      id
      databaseId
      status
      reason
      createdAt
      decidedAt
      decidedAutomatically
      decisionReason
      permissionsUpgraded {
        ...PermissionSet_levels
      }
      permissionsKept {
        ...PermissionSet_levels
      }
      permissionsDropped {
        ...PermissionSet_levels
      }
      decidedBy {
        ... on User {
          id
          login
        }
        ... on App {
          id
          name
        }
      }
      requester {
        id
        login
      }
      token {
        databaseId
      }
      organization {
        id
        login
      }
    }
  }
`);

const OwnersStory_query = graphql(`
  query OwnersStory($login: String!, $requester: [String!], $cancelled: AuditLogFilter, $revoked: AuditLogFilter) {
    organization(login: $login) {
      id
      tokenRequests(
        filter: { status: [PENDING, APPROVED, DENIED, CANCELLED], owners: $requester }
        orderBy: { field: CREATED_AT, direction: DESC }
        first: 100
      ) {
        ...StoryRequests
      }
      cancelled: auditLog(filter: $cancelled, first: 50) {
        ...StoryEntries
      }
      revoked: auditLog(filter: $revoked, first: 50) {
        ...StoryEntries
      }
    }
  }
`);

const StoryEntries = graphql(`
  fragment StoryEntries on AuditEntryConnection {
    nodes {
      id
      action
      actorLogin
      at
      details
    }
  }
`);

const RequestersStory_query = graphql(`
  query RequestersStory {
    viewer {
      id
      tokenRequests(first: 100) {
        ...StoryRequests
      }
    }
  }
`);

export type TokenHere = {
  organization: string;
  requester: string;
  tokenId: number;
  /** Owners read all of it; a requester what became of the requests. */
  isOwner: boolean;
};

/**
 * What happened to a token in an organization, oldest first, and its latest request; undefined until read. `isSettled` says that the server
 * was asked anew, `error` whether in vain, and `refetch` asks once more. (RQ-9)
 */
export function useTokenStory({ organization, requester, tokenId, isOwner }: TokenHere) {
  // The log is searched by the token's number, which its entries hold; which of those found are about it is told here.
  const ofToken = (action: string) => ({ action, text: String(tokenId) });
  const owners = useQuery(
    OwnersStory_query,
    isOwner
      ? {
          variables: {
            login: organization,
            requester: [requester],
            cancelled: ofToken(CANCELLED_ACTION),
            revoked: ofToken(REVOKED_ACTION),
          },
          fetchPolicy: 'cache-and-network',
        }
      : skipToken,
  );
  const own = useQuery(RequestersStory_query, isOwner ? skipToken : { fetchPolicy: 'cache-and-network' });
  const found = owners.data?.organization?.tokenRequests ?? own.data?.viewer.tokenRequests;
  const { cancelled, revoked } = owners.data?.organization ?? {};
  const entries = [cancelled, revoked].flatMap((log) => (log ? readFragment(StoryEntries, log).nodes : []));
  const requests =
    found &&
    readFragment(StoryRequests, found)
      .nodes.filter((node) => node !== null)
      .filter(({ token, organization: { login } }) => token.databaseId === tokenId && login === organization)
      .map(({ permissionsUpgraded, permissionsKept, permissionsDropped, ...request }) => ({
        ...request,
        isChange: isChange({
          permissionsUpgraded: readPermissions(permissionsUpgraded),
          permissionsKept: readPermissions(permissionsKept),
          permissionsDropped: readPermissions(permissionsDropped),
        }),
      }));
  const steps =
    requests &&
    storyOfToken(
      requests,
      entries.filter((entry) => entry !== null).filter(({ details }) => details['token_id'] === tokenId),
    );
  return {
    steps,
    latestId: requests ? Math.max(...requests.map(({ databaseId }) => databaseId)) : null,
    isSettled: !owners.loading && !own.loading,
    error: owners.error ?? own.error,
    refetch: () => void (isOwner ? owners : own).refetch(),
  };
}
