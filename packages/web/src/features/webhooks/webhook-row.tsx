import { Label } from '@primer/react';
import { Link } from 'react-router';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import { DeliveryStateLabel } from './delivery-state-label.tsx';
import list from '../../ui/list.module.css';

const WebhookRow_webhook = graphql(`
  fragment WebhookRow_webhook on Webhook {
    databaseId
    url
    isActive
    latestDelivery {
      id
      state
      createdAt
    }
  }
`);

/** One webhook: where it goes, whether it does, and how the last delivery was taken. */
export function WebhookRow({ path, webhook }: { path: string; webhook: FragmentType<typeof WebhookRow_webhook> }) {
  const { databaseId, url, isActive, latestDelivery } = readFragment(WebhookRow_webhook, webhook);
  return (
    <li className={list.row}>
      <div className={list.main}>
        <div className={list.heading}>
          <Link to={`${path}/${databaseId}`} className={list.name}>
            {url}
          </Link>
          {!isActive && <Label variant="secondary">{t('webhooks.inactive')}</Label>}
        </div>
        <div className={list.facts}>
          {latestDelivery ? (
            <>
              <span>
                {t('webhooks.latest')} <Moment at={latestDelivery.createdAt} />
              </span>
              <DeliveryStateLabel state={latestDelivery.state} />
            </>
          ) : (
            <span>{t('webhooks.neverDelivered')}</span>
          )}
        </div>
      </div>
    </li>
  );
}
