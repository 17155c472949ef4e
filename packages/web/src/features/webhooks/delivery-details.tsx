import { useQuery } from '@apollo/client/react';
import { Button } from '@primer/react';
import { useEffect, useRef } from 'react';
import type { WebhookDeliveryState } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { AttemptDetails } from './attempt-details.tsx';
import { TextBlock } from './text-block.tsx';
import { useLookAgain } from './use-look-again.ts';
import { useRedeliver } from './use-redeliver.ts';
import styles from './webhooks.module.css';

const DeliveryDetails_query = graphql(`
  query DeliveryDetails($id: ID!) {
    node(id: $id) {
      id
      ... on WebhookDelivery {
        guid
        payload
        attempts {
          startedAt
          ...AttemptDetails_attempt
        }
      }
    }
  }
`);

type Props = { deliveryId: string; state: WebhookDeliveryState };

/** What was sent, each try with what came back, and another try. */
export function DeliveryDetails({ deliveryId, state }: Props) {
  const { data, error, refetch } = useQuery(DeliveryDetails_query, {
    variables: { id: deliveryId },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const [redeliver, sending] = useRedeliver();
  useLookAgain(state === 'PENDING', refetch);
  const known = useRef(state);
  useEffect(() => {
    // Another state means another try, which has to be read too.
    if (known.current === state) return;
    known.current = state;
    void refetch().catch(() => {});
  }, [state, refetch]);
  const isPending = state === 'PENDING';
  const again = () => {
    if (!isPending && !sending.loading) void redeliver({ variables: { input: { deliveryId } } });
  };
  const delivery = data?.node?.__typename === 'WebhookDelivery' ? data.node : null;

  if (error && !delivery) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!delivery) return <ListSkeleton rows={2} />;
  return (
    <div className={styles.details}>
      <div className={styles.sectionHead}>
        <span className={styles.about}>
          {t('webhooks.deliveries.guid')} <code className={styles.words}>{delivery.guid}</code>
        </span>
        {/* Inactive, not disabled: it keeps the focus while what it asked for is under way. */}
        <Button size="small" loading={sending.loading} inactive={isPending} onClick={again}>
          {t('webhooks.deliveries.redeliver')}
        </Button>
      </div>
      <ProblemPlace error={sending.error} />
      {delivery.payload !== null && (
        <TextBlock title={t('webhooks.deliveries.payload')} text={pretty(delivery.payload)} />
      )}
      {delivery.attempts.length === 0 && <p className={styles.about}>{t('webhooks.deliveries.waiting')}</p>}
      {delivery.attempts.map((attempt, index) => (
        <AttemptDetails
          key={attempt.startedAt}
          number={index + 1}
          attempt={attempt}
          startsOpen={index === delivery.attempts.length - 1}
        />
      ))}
    </div>
  );
}

/** JSON with its structure to be seen; what is none, as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
