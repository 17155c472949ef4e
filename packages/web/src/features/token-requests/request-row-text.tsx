import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { changeText } from '../../ui/access-change.ts';
import { Moment } from '../../ui/moment.tsx';
import { TokenRowText } from '../../ui/token-row-text.tsx';
import { readChange } from './request-change.ts';
import { RequestStateLabel } from './request-state-label.tsx';

export const RequestRowText_request = graphql(`
  fragment RequestRowText_request on TokenRequest {
    databaseId
    status
    reason
    createdAt
    requester {
      id
      login
      avatarUrl
    }
    token {
      name
      expiresAt
      lastUsedAt
    }
    repositorySelection
    repositories(first: 3) {
      totalCount
      nodes {
        id
        name
      }
    }
    permissions {
      ...PermissionSet_levels
    }
    ...RequestChange_request
  }
`);

type Props = { request: FragmentType<typeof RequestRowText_request>; failure?: string };

/** What a row says of a request, whether it waits or is closed: who asks what, why, and how it ended where it did. (RQ-4) */
export function RequestRowText({ request: masked, failure }: Props) {
  const request = readFragment(RequestRowText_request, masked);
  return (
    <TokenRowText
      token={request.token}
      to={`${request.databaseId}`}
      who={request.requester}
      since={
        <>
          {t('tokenRequests.requested')} <Moment at={request.createdAt} />
        </>
      }
      badge={request.status !== 'PENDING' && <RequestStateLabel status={request.status} />}
      reason={request.reason}
      access={{ ...request, permissions: readPermissions(request.permissions) }}
      change={changeText(readChange(request))}
      failure={failure}
    />
  );
}
