import { useQuery } from '@apollo/client/react';
import { SyncIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useState } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { useLookAgain } from './use-look-again.ts';
import list from '../../ui/list.module.css';
import styles from './webhooks.module.css';

const WebhookDeliveries_query = graphql(`
  query WebhookDeliveries($webhookId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    node(id: $webhookId) {
      id
      ... on Webhook {
        deliveries(first: $first, after: $after, last: $last, before: $before) {
          pageInfo {
            hasNextPage
            hasPreviousPage
            startCursor
            endCursor
          }
          nodes {
            id
            state
            ...DeliveryRow_delivery
          }
        }
      }
    }
  }
`);

const PAGE_SIZE = 20;
type Page = { first: number; after: string | null } | { last: number; before: string | null };
const FIRST: Page = { first: PAGE_SIZE, after: null };

/** What was sent, newest first; looks again as long as something is under way. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const [page, setPage] = useState<Page>(FIRST);
  const { data, previousData, error, loading, refetch } = useQuery(WebhookDeliveries_query, {
    variables: { webhookId, ...page },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const node = (data ?? previousData)?.node;
  const deliveries = node?.__typename === 'Webhook' ? node.deliveries : null;
  const rows = deliveries?.nodes.filter((one) => one !== null) ?? [];
  const isWaiting = rows.some(({ state }) => state === 'PENDING');
  useLookAgain(isWaiting, refetch);

  if (error && !deliveries) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!deliveries) return <ListSkeleton rows={3} />;
  return (
    <>
      <div>
        <Button size="small" leadingVisual={SyncIcon} loading={loading && !isWaiting} onClick={() => void refetch()}>
          {t('webhooks.deliveries.refresh')}
        </Button>
      </div>
      <ProblemPlace error={error} />
      {rows.length === 0 && <p className={styles.about}>{t('webhooks.deliveries.empty')}</p>}
      {rows.length > 0 && (
        <ul className={list.list} aria-label={t('webhooks.deliveries.title')}>
          {rows.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      <Pager
        pageInfo={deliveries.pageInfo}
        onTurn={(turn) =>
          setPage('after' in turn ? { first: PAGE_SIZE, after: turn.after } : { last: PAGE_SIZE, before: turn.before })
        }
      />
    </>
  );
}
