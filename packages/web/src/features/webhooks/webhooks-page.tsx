import { useQuery } from '@apollo/client/react';
import { WebhookIcon } from '@primer/octicons-react';
import { LinkButton } from '@primer/react';
import { Link, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { WebhookRow } from './webhook-row.tsx';
import list from '../../ui/list.module.css';

const WebhooksPage_query = graphql(`
  query WebhooksPage($login: String!, $after: String) {
    organization(login: $login) {
      id
      webhooks(first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...WebhookRow_webhook
        }
      }
    }
  }
`);

/** Where the organization's events are told, and how the last of each was taken. (AP-3) */
export function WebhooksPage() {
  const { org: login = '' } = useParams();
  const path = `/organizations/${login}/settings/webhooks`;
  const { data, error, fetchMore, refetch } = useQuery(WebhooksPage_query, {
    variables: { login },
    fetchPolicy: 'cache-and-network',
  });
  const connection = data?.organization?.webhooks;
  const webhooks = connection?.nodes.filter((node) => node !== null) ?? [];
  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <SettingsPage
      title={t('webhooks.title')}
      description={t('webhooks.about')}
      actions={
        connection && (
          <LinkButton as={Link} to={`${path}/new`} variant="primary">
            {t('webhooks.new')}
          </LinkButton>
        )
      }
    >
      {error && !connection && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!connection && !error && <ListSkeleton />}
      {connection && webhooks.length === 0 && (
        <EmptyState
          icon={<WebhookIcon size={24} />}
          title={t('webhooks.empty')}
          description={t('webhooks.emptyAbout')}
        />
      )}
      {webhooks.length > 0 && (
        <ul className={list.list} aria-label={t('webhooks.title')}>
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook.id} path={path} webhook={webhook} />
          ))}
        </ul>
      )}
      <ShowMore has={connection?.pageInfo.hasNextPage ?? false} label={t('webhooks.more')} onMore={showMore} />
    </SettingsPage>
  );
}
