import { useQuery } from '@apollo/client/react';
import { Button } from '@primer/react';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import type { TokenRequestStatus } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { RequestDecision } from './request-decision.tsx';
import { RequestDetails } from './request-details.tsx';
import { RequestStateLabel } from './request-state-label.tsx';
import type { Decision, DecisionOutcome } from './use-decide-token-requests.ts';

const DecisionDialog = lazy(async () => ({ default: (await import('./decision-dialog.tsx')).DecisionDialog }));
const RequestStory = lazy(async () => ({ default: (await import('./request-story.tsx')).RequestStory }));
const WithdrawDialog = lazy(async () => ({ default: (await import('./withdraw-dialog.tsx')).WithdrawDialog }));

const TokenRequestPage_query = graphql(`
  query TokenRequestPage($login: String!, $databaseId: Int!) {
    organization(login: $login) {
      id
      viewerRole
      tokenRequest(databaseId: $databaseId) {
        id
        databaseId
        status
        viewerCanDecide
        viewerCanCancel
        requester {
          id
          login
        }
        token {
          databaseId
          name
        }
        ...RequestDecision_request
        ...RequestDetails_request
      }
    }
  }
`);

/** One request: who asks, why, for what; and the decision. (RQ-4) */
export function TokenRequestPage() {
  const { org: login = '', id } = useParams();
  const databaseId = Number(id);
  const [asking, setAsking] = useState<Decision | 'WITHDRAWN' | null>(null);
  const [outcome, setOutcome] = useState<DecisionOutcome | null>(null);
  const { data, error, refetch } = useQuery(TokenRequestPage_query, {
    variables: { login, databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const request = data?.organization?.tokenRequest;

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data && isDatabaseId(databaseId)) return <ListSkeleton />;
  if (!request) return <NotFoundState />;

  const decided = (next: DecisionOutcome) => {
    setAsking(null);
    setOutcome(next);
    void refetch();
  };
  const isOwner = data?.organization?.viewerRole === 'OWNER';
  const [failure] = outcome?.failures ?? [];
  return (
    <SettingsPage
      title={t('tokenRequest.title', { token: request.token.name })}
      badge={<RequestStateLabel status={request.status} />}
      breadcrumbs={isOwner ? [listOf(login, request.status)] : []}
      actions={
        <>
          {request.viewerCanCancel && (
            <Button onClick={() => setAsking('WITHDRAWN')}>{t('tokenRequest.withdraw')}</Button>
          )}
          {request.viewerCanDecide && (
            <>
              <Button variant="danger" onClick={() => setAsking('DENIED')}>
                {t('tokenRequests.deny')}
              </Button>
              <Button variant="primary" onClick={() => setAsking('APPROVED')}>
                {t('tokenRequests.approve')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div role="alert">{failure?.message}</div>
      <Announce>{outcome && !failure ? t(`tokenRequests.status.${outcome.decision}`) : ''}</Announce>
      <RequestDecision request={request} />
      <RequestDetails request={request} />
      <Suspense>
        <RequestStory
          key={request.status}
          organization={login}
          request={request}
          requester={request.requester.login}
          tokenId={request.token.databaseId}
          isOwner={isOwner}
        />
      </Suspense>
      <Suspense>
        {asking === 'WITHDRAWN' && <WithdrawDialog requestId={request.id} onDone={() => setAsking(null)} />}
        {asking && asking !== 'WITHDRAWN' && (
          <DecisionDialog
            organization={login}
            decision={asking}
            target={{ requestIds: [request.id] }}
            count={1}
            names={[request.token.name]}
            onDecided={decided}
            onCancel={() => setAsking(null)}
          />
        )}
      </Suspense>
    </SettingsPage>
  );
}

/** The list that the request stands in. */
function listOf(login: string, status: TokenRequestStatus) {
  const path = `/organizations/${login}/settings/personal-access-token-requests`;
  return status === 'PENDING'
    ? { title: t('tokenRequests.title'), to: path }
    : { title: t('closedRequests.title'), to: `${path}?tab=closed` };
}
