import { useQuery } from '@apollo/client/react';
import { Label } from '@primer/react';
import { useNavigate, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

const WebhookPage_query = graphql(`
  query WebhookPage($login: String!, $databaseId: Int!) {
    organization(login: $login) {
      id
      webhook(databaseId: $databaseId) {
        id
        url
        isActive
        ...WebhookPanel_webhook
      }
    }
  }
`);

/** One webhook of an organization: where it goes, and what became of what was sent. */
export function WebhookPage() {
  const { org: login = '', id } = useParams();
  const databaseId = Number(id);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(WebhookPage_query, {
    variables: { login, databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const webhook = data?.organization?.webhook;
  const list = `/organizations/${login}/settings/webhooks`;

  if (error && !webhook) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data && isDatabaseId(databaseId)) return <ListSkeleton />;
  if (!webhook) return <NotFoundState />;
  return (
    <SettingsPage
      title={new URL(webhook.url).host}
      badge={!webhook.isActive && <Label variant="secondary">{t('webhooks.inactive')}</Label>}
      breadcrumbs={[{ title: t('webhooks.title'), to: list }]}
    >
      <WebhookPanel
        key={webhook.id}
        webhook={webhook}
        heading="h2"
        onChanged={() => refetch()}
        onDeleted={() => void navigate(list, { replace: true })}
      />
    </SettingsPage>
  );
}
