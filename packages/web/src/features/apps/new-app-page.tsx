import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { NewAppForm } from './new-app-form.tsx';

// Asks for what only owners are told, so that nobody else fills a form in vain.
const NewAppPage_query = graphql(`
  query NewAppPage($login: String!) {
    organization(login: $login) {
      id
      ownedApps(first: 1) {
        totalCount
      }
    }
  }
`);

/** A new App of the organization. */
export function NewAppPage() {
  const { org: login = '' } = useParams();
  const { data, error, refetch } = useQuery(NewAppPage_query, { variables: { login } });
  const isAllowed = Boolean(data?.organization?.ownedApps);
  return (
    <SettingsPage
      title={t('apps.form.title')}
      breadcrumbs={[{ title: t('apps.title'), to: `/organizations/${login}/settings/apps` }]}
      description={t('apps.form.about')}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!isAllowed && !error && <ListSkeleton />}
      {isAllowed && <NewAppForm organization={login} />}
    </SettingsPage>
  );
}
