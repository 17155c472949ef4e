import { useApolloClient } from '@apollo/client/react';
import type { FragmentType } from '../../gql/index.ts';
import { NewWebhookForm } from './new-webhook-form.tsx';
import { WebhookPanel, type WebhookPanel_webhook } from './webhook-panel.tsx';

type Props = { appId: string; webhook: FragmentType<typeof WebhookPanel_webhook> | null };

/** The one webhook of an App, or the form that makes it. */
export function AppWebhook({ appId, webhook }: Props) {
  const client = useApolloClient();
  const refetch = () => client.refetchQueries({ include: ['AppPage'] });
  return webhook ? (
    <WebhookPanel webhook={webhook} heading="h3" onChanged={refetch} onDeleted={() => void refetch()} />
  ) : (
    <NewWebhookForm of={{ appId }} onCreated={() => void refetch()} />
  );
}
