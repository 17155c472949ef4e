import { t } from '../../i18n/t.ts';
import { ResultBanner } from '../../ui/result-banner.tsx';
import { BulkDecisionProgress } from './bulk-decision-progress.tsx';
import type { DecisionOutcome } from './use-decide-token-requests.ts';

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
      <BulkDecisionProgress organization={organization} databaseId={outcome.bulkDecisionId} onDone={onRefresh} />
    )}
  </ResultBanner>
);

/** "11 requests approved. 1 could not be decided." */
export function outcomeText({ decision, decidedCount, failureCount, bulkDecisionId }: DecisionOutcome): string {
  if (bulkDecisionId !== null) return t('tokenRequests.bulk');
  const done = t(decision === 'APPROVED' ? 'tokenRequests.approved' : 'tokenRequests.denied', { count: decidedCount });
  return failureCount > 0 ? `${done} ${t('tokenRequests.failed', { count: failureCount })}` : done;
}
