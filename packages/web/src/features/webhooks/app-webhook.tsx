import { useApolloClient } from '@apollo/client/react';
import { useRef } from 'react';
import type { FragmentType } from '../../gql/index.ts';
import { NewWebhookForm } from './new-webhook-form.tsx';
import { WebhookPanel, type WebhookPanel_webhook } from './webhook-panel.tsx';
import styles from './webhooks.module.css';

type Props = { appId: string; webhook: FragmentType<typeof WebhookPanel_webhook> | null };

/** The one webhook of an App, or the form that makes it. */
export function AppWebhook({ appId, webhook }: Props) {
  const client = useApolloClient();
  const place = useRef<HTMLDivElement>(null);
  const refetch = () => client.refetchQueries({ include: ['AppPage'] });
  const change = async () => {
    await refetch();
    // One gives way to the other, and with it what had the focus.
    place.current?.focus();
  };
  return (
    <div ref={place} tabIndex={-1} className={styles.place}>
      {webhook ? (
        <WebhookPanel webhook={webhook} heading="h3" onChanged={refetch} onDeleted={() => void change()} />
      ) : (
        <NewWebhookForm of={{ appId }} onCreated={() => void change()} />
      )}
    </div>
  );
}
