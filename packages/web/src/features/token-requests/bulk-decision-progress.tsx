import { useQuery } from '@apollo/client/react';
import { ProgressBar } from '@primer/react';
import { useEffect } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';

const BulkDecisionProgress_query = graphql(`
  query BulkDecisionProgress($login: String!, $databaseId: Int!) {
    organization(login: $login) {
      id
      bulkDecision(databaseId: $databaseId) {
        id
        status
        decidedCount
        failureCount
        totalCount
      }
    }
  }
`);

const INTERVAL = 1_000;

type Props = { organization: string; databaseId: number; onDone: () => void };

/** How far a job is with more requests than one answer can wait for. */
export function BulkDecisionProgress({ organization, databaseId, onDone }: Props) {
  const { data, error, stopPolling } = useQuery(BulkDecisionProgress_query, {
    variables: { login: organization, databaseId },
    pollInterval: INTERVAL,
    fetchPolicy: 'network-only',
  });
  const bulk = data?.organization?.bulkDecision;
  const isDone = bulk?.status === 'DONE';
  useEffect(() => {
    if (!isDone) return;
    stopPolling();
    onDone();
    // Said once, when it is done.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isDone]);

  if (error) return <div>{describeError(error).message}</div>;
  if (!bulk) return null;
  const done = bulk.decidedCount + bulk.failureCount;
  return (
    <>
      <ProgressBar
        aria-label={t('tokenRequests.title')}
        progress={bulk.totalCount > 0 ? (100 * done) / bulk.totalCount : 0}
      />
      <div>{t('tokenRequests.progress', { done, total: bulk.totalCount })}</div>
      {bulk.failureCount > 0 && <div>{t('tokenRequests.failed', { count: bulk.failureCount })}</div>}
    </>
  );
}
