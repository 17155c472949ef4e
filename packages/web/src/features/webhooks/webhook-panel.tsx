import { Button, Heading } from '@primer/react';
import { useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { useDeleteWebhook } from './use-delete-webhook.ts';
import { usePingWebhook } from './use-ping-webhook.ts';
import { WebhookForm } from './webhook-form.tsx';
import styles from './webhooks.module.css';

export const WebhookPanel_webhook = graphql(`
  fragment WebhookPanel_webhook on Webhook {
    id
    url
    isActive
    events
    ...WebhookForm_webhook
  }
`);

type Props = {
  webhook: FragmentType<typeof WebhookPanel_webhook>;
  /** Below what it stands. */
  heading: 'h2' | 'h3';
  onChanged: () => Promise<unknown>;
  onDeleted: () => void;
};

/** Everything about one webhook, whosesoever it is: its settings, a ping, what was sent, its end. */
export function WebhookPanel({ webhook: masked, heading, onChanged, onDeleted }: Props) {
  const webhook = readFragment(WebhookPanel_webhook, masked);
  const [ping, pinging] = usePingWebhook();
  const [remove, removing] = useDeleteWebhook();
  const [deleting, setDeleting] = useState(false);
  const sendPing = () => void ping({ variables: { input: { webhookId: webhook.id } } });
  const ask = () => {
    removing.reset();
    setDeleting(true);
  };
  const confirm = async () => {
    const { data } = await remove({ variables: { input: { webhookId: webhook.id } } });
    if (!data) return;
    setDeleting(false);
    onDeleted();
  };

  return (
    <div className={styles.panel}>
      <p className={styles.about}>{t('webhooks.events', { events: formatList(webhook.events) })}</p>
      <WebhookForm webhook={webhook} onChanged={onChanged} />
      <div className={styles.buttons}>
        <Button loading={pinging.loading} disabled={!webhook.isActive && !pinging.loading} onClick={sendPing}>
          {t('webhooks.ping')}
        </Button>
        <Button variant="danger" onClick={ask}>
          {t('webhooks.delete.button')}
        </Button>
        <Announce>{pinging.data && !pinging.loading ? t('webhooks.pinged') : ''}</Announce>
      </div>
      <ProblemPlace error={pinging.error} />
      <section className={styles.part}>
        <Heading as={heading} variant="small">
          {t('webhooks.deliveries.title')}
        </Heading>
        <DeliveryList webhookId={webhook.id} />
      </section>
      {deleting && (
        <ReasonDialog
          title={t('webhooks.delete.title')}
          confirm={t('webhooks.delete.confirm')}
          danger
          working={removing.loading}
          error={removing.error}
          onConfirm={() => void confirm()}
          onCancel={() => setDeleting(false)}
        >
          <p className={styles.words}>{t('webhooks.delete.warning', { url: webhook.url })}</p>
        </ReasonDialog>
      )}
    </div>
  );
}
