import { useQuery } from '@apollo/client/react';
import { AppsIcon } from '@primer/octicons-react';
import { Heading, LinkButton } from '@primer/react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { ResultBanner } from '../../ui/result-banner.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { InstallationRow } from './installation-row.tsx';
import { OwnedApps } from './owned-apps.tsx';
import list from '../../ui/list.module.css';
import styles from './apps.module.css';

const AppsPage_query = graphql(`
  query AppsPage($login: String!, $after: String) {
    organization(login: $login) {
      id
      apps(first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...InstallationRow_installation
        }
      }
    }
  }
`);

/** The Apps let into an organization, and those that belong to it. (AP-1) */
export function AppsPage() {
  const { org: login = '' } = useParams();
  const [uninstalled, setUninstalled] = useState<string | null>(null);
  const { data, error, fetchMore, refetch } = useQuery(AppsPage_query, {
    variables: { login },
    fetchPolicy: 'cache-and-network',
  });
  const apps = data?.organization?.apps;
  const installations = apps?.nodes.filter((node) => node !== null) ?? [];
  const showMore = () => fetchMore({ variables: { after: apps?.pageInfo.endCursor } });

  return (
    <SettingsPage
      title={t('apps.title')}
      description={t('apps.about')}
      actions={
        apps && (
          <LinkButton as={Link} to={`/organizations/${login}/settings/apps/new`} variant="primary">
            {t('apps.new')}
          </LinkButton>
        )
      }
    >
      {error && !apps && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!apps && !error && <ListSkeleton />}
      {uninstalled && (
        <ResultBanner
          key={uninstalled}
          title={t('apps.uninstall.done', { name: uninstalled })}
          failed={false}
          failures={[]}
          onDismiss={() => setUninstalled(null)}
        />
      )}
      {apps && (
        <>
          <section className={styles.part}>
            <Heading as="h2" variant="small">
              {t('apps.installed.title')}
            </Heading>
            {installations.length === 0 ? (
              <EmptyState
                heading="h3"
                icon={<AppsIcon size={24} />}
                title={t('apps.installed.empty')}
                description={t('apps.installed.emptyAbout')}
              />
            ) : (
              <ul className={list.list} aria-label={t('apps.installed.title')}>
                {installations.map((installation) => (
                  <InstallationRow
                    key={installation.id}
                    organization={login}
                    installation={installation}
                    onUninstalled={setUninstalled}
                  />
                ))}
              </ul>
            )}
            <ShowMore has={apps.pageInfo.hasNextPage} label={t('apps.installed.more')} onMore={showMore} />
          </section>
          <OwnedApps organization={login} />
        </>
      )}
    </SettingsPage>
  );
}
