import { useQuery } from '@apollo/client/react';
import { Label, LinkButton } from '@primer/react';
import { Link, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { AppWebhook } from '../webhooks/app-webhook.tsx';
import { AppClientSecrets } from './app-client-secrets.tsx';
import { AppFacts } from './app-facts.tsx';
import { AppForm } from './app-form.tsx';
import { AppKeys } from './app-keys.tsx';
import { AppPermissionsForm } from './app-permissions-form.tsx';
import { AppSection } from './app-section.tsx';
import { AppUsersForm } from './app-users-form.tsx';

const AppPage_query = graphql(`
  query AppPage($login: String!, $slug: String!) {
    organization(login: $login) {
      id
      ownedApp(slug: $slug) {
        id
        slug
        name
        isPublic
        ...AppFacts_app
        ...AppForm_app
        ...AppPermissionsForm_app
        ...AppKeys_app
        ...AppClientSecrets_app
        ...AppUsersForm_app
        webhook {
          id
          ...WebhookPanel_webhook
        }
      }
    }
  }
`);

/** One App of the organization: what it is, what it asks for, and what it signs in with. */
export function AppPage() {
  const { org: login = '', slug = '' } = useParams();
  const { data, error, refetch } = useQuery(AppPage_query, {
    variables: { login, slug },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const app = data?.organization?.ownedApp;

  if (error && !app) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (!app) return <NotFoundState />;
  return (
    <SettingsPage
      // A secret on show, or words half written, are this App's alone.
      key={app.id}
      title={app.name}
      badge={app.isPublic && <Label variant="secondary">{t('apps.public')}</Label>}
      breadcrumbs={[{ title: t('apps.title'), to: `/organizations/${login}/settings/apps` }]}
      actions={
        <LinkButton as={Link} to={`/apps/${app.slug}?organization=${login}`} variant="primary">
          {t('apps.install.on', { organization: login })}
        </LinkButton>
      }
    >
      <AppFacts app={app} />
      <AppForm app={app} />
      <AppPermissionsForm app={app} />
      <AppKeys app={app} />
      <AppClientSecrets app={app} />
      <AppUsersForm app={app} />
      <AppSection title={t('apps.webhook.title')} about={t('apps.webhook.about')}>
        <AppWebhook appId={app.id} webhook={app.webhook ?? null} />
      </AppSection>
    </SettingsPage>
  );
}
