import { useQuery } from '@apollo/client/react';
import { useNavigate, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { NewWebhookForm } from './new-webhook-form.tsx';

// Asks for what only owners are told, so that nobody else fills a form in vain.
const NewWebhookPage_query = graphql(`
  query NewWebhookPage($login: String!) {
    organization(login: $login) {
      id
      webhooks(first: 1) {
        totalCount
      }
    }
  }
`);

/** Another address to which the organization's events are told. */
export function NewWebhookPage() {
  const { org: login = '' } = useParams();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(NewWebhookPage_query, { variables: { login } });
  const isAllowed = Boolean(data?.organization?.webhooks);
  const list = `/organizations/${login}/settings/webhooks`;
  return (
    <SettingsPage
      title={t('webhooks.form.title')}
      breadcrumbs={[{ title: t('webhooks.title'), to: list }]}
      description={t('webhooks.form.about')}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!isAllowed && !error && <ListSkeleton />}
      {isAllowed && (
        <NewWebhookForm
          of={{ organization: login }}
          cancelTo={list}
          onCreated={(databaseId) => void navigate(`${list}/${databaseId}`, { replace: true })}
        />
      )}
    </SettingsPage>
  );
}
