import { Banner, Button } from '@primer/react';
import { lazy, Suspense, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { isChange } from '../../ui/access-change.ts';
import { Announce } from '../../ui/announce.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { readChange } from './request-change.ts';
import { RequestDecision } from './request-decision.tsx';
import { RequestDetails } from './request-details.tsx';
import { RequestStateLabel } from './request-state-label.tsx';
import { RequestWatch } from './request-watch.tsx';
import type { Decision, DecisionOutcome } from './use-decide-token-requests.ts';
import styles from './request-details.module.css';

const DecisionDialog = lazy(async () => ({ default: (await import('./decision-dialog.tsx')).DecisionDialog }));
const RequestStory = lazy(async () => ({ default: (await import('./request-story.tsx')).RequestStory }));
const WithdrawDialog = lazy(async () => ({ default: (await import('./withdraw-dialog.tsx')).WithdrawDialog }));

const TokenRequestView_request = graphql(`
  fragment TokenRequestView_request on TokenRequest {
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
    ...RequestChange_request
    ...RequestDecision_request
    ...RequestDetails_request
  }
`);

type Props = {
  organization: string;
  request: FragmentType<typeof TokenRequestView_request>;
  isOwner: boolean;
  onDecided: () => void;
};

/** One request: who asks, why, for what; and the decision. (RQ-4) */
export function TokenRequestView({ organization, request: masked, isOwner, onDecided }: Props) {
  const request = readFragment(TokenRequestView_request, masked);
  const [asking, setAsking] = useState<Decision | 'WITHDRAWN' | null>(null);
  const [outcome, setOutcome] = useState<DecisionOutcome | null>(null);
  const [isWithdrawn, setIsWithdrawn] = useState(false);
  const [failure] = outcome?.failures ?? [];
  const isTold = failure ? failure.code === 'ALREADY_DECIDED' : outcome !== null;
  const requestsPath = `/organizations/${organization}/settings/personal-access-token-requests`;
  const list =
    request.status === 'PENDING'
      ? { title: t('tokenRequests.title'), to: requestsPath }
      : { title: t('closedRequests.title'), to: `${requestsPath}?tab=closed` };
  const token = { organization, requester: request.requester.login, tokenId: request.token.databaseId, isOwner };
  const decided = (next: DecisionOutcome) => {
    setAsking(null);
    setOutcome(next);
    onDecided();
  };

  return (
    <SettingsPage
      title={t('tokenRequest.title', { token: request.token.name })}
      badge={<RequestStateLabel status={request.status} />}
      breadcrumbs={isOwner ? [list] : []}
      focusAfter={request.status !== 'PENDING' && (isWithdrawn || outcome !== null)}
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
      <div role="alert" className={styles.failure}>
        {failure && <Banner variant="critical" title={t('tokenRequest.notDecided')} description={failure.message} />}
      </div>
      <Announce>{outcome && !failure ? t(`tokenRequests.status.${outcome.decision}`) : ''}</Announce>
      {isOwner && (
        <RequestWatch {...token} request={request} requestsPath={requestsPath} isQuiet={asking !== null || isTold} />
      )}
      <RequestDecision request={request} />
      <RequestDetails request={request} />
      <Suspense>
        <RequestStory key={request.status} {...token} request={request} requestsPath={requestsPath} />
      </Suspense>
      <Suspense>
        {asking === 'WITHDRAWN' && (
          <WithdrawDialog
            requestId={request.id}
            isChange={isChange(readChange(request))}
            onWithdrawn={() => {
              setAsking(null);
              setIsWithdrawn(true);
            }}
            onCancel={() => setAsking(null)}
          />
        )}
        {asking && asking !== 'WITHDRAWN' && (
          <DecisionDialog
            organization={organization}
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
