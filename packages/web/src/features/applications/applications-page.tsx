import { useQuery } from '@apollo/client/react';
import { AppsIcon } from '@primer/octicons-react';
import { useState } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { ResultBanner } from '../../ui/result-banner.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { ApplicationRow } from './application-row.tsx';
import list from '../../ui/list.module.css';

const ApplicationsPage_query = graphql(`
  query ApplicationsPage($after: String) {
    viewer {
      id
      applicationAuthorizations(first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...ApplicationRow_authorization
        }
      }
    }
  }
`);

/** The Apps that one let act for oneself. (EX-6) */
export function ApplicationsPage() {
  const [revoked, setRevoked] = useState<string | null>(null);
  const { data, error, fetchMore, refetch } = useQuery(ApplicationsPage_query, { fetchPolicy: 'cache-and-network' });
  const connection = data?.viewer.applicationAuthorizations;
  const authorizations = connection?.nodes.filter((node) => node !== null) ?? [];
  const hasMore = connection?.pageInfo.hasNextPage ?? false;
  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <SettingsPage title={t('applications.title')} description={t('applications.about')}>
      {error && !connection && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!connection && !error && <ListSkeleton rows={2} />}
      {revoked && (
        <ResultBanner
          key={revoked}
          title={t('applications.revoke.done', { name: revoked })}
          failed={false}
          failures={[]}
          onDismiss={() => setRevoked(null)}
        />
      )}
      {connection && authorizations.length === 0 && !hasMore && (
        <EmptyState
          icon={<AppsIcon size={24} />}
          title={t('applications.empty')}
          description={t('applications.emptyAbout')}
        />
      )}
      {authorizations.length > 0 && (
        <ul className={list.list} aria-label={t('applications.title')}>
          {authorizations.map((authorization) => (
            <ApplicationRow key={authorization.id} authorization={authorization} onRevoked={setRevoked} />
          ))}
        </ul>
      )}
      <ShowMore has={hasMore} label={t('applications.more')} onMore={showMore} />
    </SettingsPage>
  );
}
