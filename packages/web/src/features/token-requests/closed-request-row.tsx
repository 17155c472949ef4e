import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { changeText } from '../../ui/access-change.ts';
import { Moment } from '../../ui/moment.tsx';
import { TokenRowText } from '../../ui/token-row-text.tsx';
import { readChange, RequestPermissions } from './request-change.ts';
import { RequestOutcome } from './request-decision.tsx';
import { RequestStateLabel } from './request-state-label.tsx';
import styles from './closed-requests-page.module.css';

const ClosedRequestRow_request = graphql(`
  fragment ClosedRequestRow_request on TokenRequest {
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
      ...RequestPermissions
    }
    ...RequestChange_request
    ...RequestDecision_request
  }
`);

/** One request that is closed, with who closed it, when and why. (RQ-9) */
export function ClosedRequestRow({ request: masked }: { request: FragmentType<typeof ClosedRequestRow_request> }) {
  const request = readFragment(ClosedRequestRow_request, masked);
  return (
    <li className={styles.row}>
      <TokenRowText
        token={request.token}
        to={`${request.databaseId}`}
        who={request.requester}
        since={
          <>
            {t('tokenRequests.requested')} <Moment at={request.createdAt} />
          </>
        }
        badge={<RequestStateLabel status={request.status} />}
        reason={request.reason}
        access={{ ...request, permissions: readFragment(RequestPermissions, request.permissions) }}
        change={changeText(readChange(request))}
      />
      <RequestOutcome request={request} className={styles.decision} quoteClassName={styles.quote} />
    </li>
  );
}
