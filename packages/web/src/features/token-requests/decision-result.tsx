import { lazy, Suspense } from 'react';
import { t } from '../../i18n/t.ts';
import { ResultBanner } from '../../ui/result-banner.tsx';
import type { DecisionOutcome } from './use-decide-token-requests.ts';

const BulkDecisionProgress = lazy(async () => ({
  default: (await import('./bulk-decision-progress.tsx')).BulkDecisionProgress,
}));

type Props = { organization: string; outcome: DecisionOutcome; onRefresh: () => void; onDismiss: () => void };

/** What became of a decision: how many, and why not all. Failures of rows on the page stand at their rows too. */
export const DecisionResult = ({ organization, outcome, onRefresh, onDismiss }: Props) => (
  <ResultBanner
    title={outcomeText(outcome)}
    failures={outcome.failures}
    failed={outcome.failureCount > 0}
    onRefresh={onRefresh}
    onDismiss={onDismiss}
  >
    {outcome.bulkDecisionId !== null && (
      <Suspense>
        <BulkDecisionProgress organization={organization} databaseId={outcome.bulkDecisionId} onDone={onRefresh} />
      </Suspense>
    )}
  </ResultBanner>
);

/** "11 requests approved. 1 could not be decided." */
export function outcomeText({ decision, decidedCount, failureCount, bulkDecisionId }: DecisionOutcome): string {
  if (bulkDecisionId !== null) return t('tokenRequests.bulk');
  const done = t(decision === 'APPROVED' ? 'tokenRequests.approved' : 'tokenRequests.denied', { count: decidedCount });
  return failureCount > 0 ? `${done} ${t('tokenRequests.failed', { count: failureCount })}` : done;
}
