import { useQuery } from '@apollo/client/react';
import { Avatar } from '@primer/react';
import { useParams, useSearchParams } from 'react-router';
import { readPermissions } from '../../apollo/permission-set.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { PermissionList } from '../../ui/permission-list.tsx';
import { PlainPage } from '../../ui/plain-page.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { AppSection } from './app-section.tsx';
import { InstallAppForm } from './install-app-form.tsx';
import styles from './apps.module.css';

const InstallAppPage_query = graphql(`
  query InstallAppPage($slug: String!) {
    app(slug: $slug) {
      id
      slug
      name
      description
      avatarUrl
      isPublic
      organization {
        id
        login
      }
      permissions {
        ...PermissionSet_levels
      }
    }
    viewer {
      id
      organizations(first: 100) {
        nodes {
          id
          login
          viewerRole
        }
      }
    }
  }
`);

/** An App as those see it who may let it in: whose it is, what it asks for, and where it is to go. */
export function InstallAppPage() {
  const { slug = '' } = useParams();
  const [address] = useSearchParams();
  const { data, error, refetch } = useQuery(InstallAppPage_query, {
    variables: { slug },
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
    // Whose it is may be for its members alone to know; the rest is there all the same.
    errorPolicy: 'all',
  });
  const app = data?.app;
  const permissions = app && readPermissions(app.permissions);
  const organizations = data?.viewer?.organizations;
  const owned = (organizations?.nodes ?? []).flatMap((one) =>
    one?.viewerRole === 'OWNER' && (app?.isPublic || one.login === app?.organization?.login) ? one.login : [],
  );

  return (
    <PlainPage>
      {error && !app && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
      {data && !app && !error && <NotFoundState />}
      {app && permissions && (
        <SettingsPage
          title={t('apps.install.title', { name: app.name })}
          badge={<Avatar src={app.avatarUrl} size={32} alt="" square />}
          description={app.organization ? t('apps.install.by', { organization: app.organization.login }) : undefined}
        >
          {app.description && <p className={styles.description}>{app.description}</p>}
          <AppSection title={t('apps.install.asks')} about={t('apps.install.asksAbout')}>
            <div>
              <PermissionList permissions={permissions} />
            </div>
          </AppSection>
          <AppSection title={t('apps.install.where')}>
            {!organizations ? (
              <ErrorState error={error} onRetry={() => void refetch()} />
            ) : owned.length === 0 ? (
              <EmptyState heading="h3" title={t('apps.install.none')} description={t('apps.install.noneAbout')} />
            ) : (
              <InstallAppForm
                app={app}
                permissions={permissions}
                organizations={owned}
                start={address.get('organization')}
              />
            )}
          </AppSection>
        </SettingsPage>
      )}
    </PlainPage>
  );
}
